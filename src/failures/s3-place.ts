import { awsCall, codeOf } from './aws-call.ts';
import type { AwsClients } from './aws-clients.ts';
import type { Failure } from './failure.ts';
import { parseFailure } from './parse-failure.ts';
import type { Found } from './sqs-place.ts';

/** Under which Lambda keeps failure records (Lambda developer guide). */
const PREFIX = 'aws/lambda/';

/** A failure record holds an event of 6 MB as a text in JSON; nothing larger is one. */
const MOST_BYTES = 32 * 1024 * 1024;

const AT_ONCE = 8;

export interface S3Place {
  readonly bucket: string;
  /** `aws/lambda/` unless given. */
  readonly prefix?: string | undefined;
  /** Leaves out what was written before; epoch milliseconds. */
  readonly sinceMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Every failure record of a bucket. */
export async function readBucket(clients: AwsClients, place: S3Place): Promise<Found> {
  const { bucket, signal } = place;
  const keys = await keysOf(clients, place);
  const failures: Failure[] = [];
  let foreign = 0;
  const work = async () => {
    for (let key = keys.shift(); key !== undefined && !signal?.aborted; key = keys.shift()) {
      const text = await textOf(clients, bucket, key);
      const failure =
        text === undefined ? undefined : parseFailure(text, { type: 's3', bucket, key });
      if (failure) failures.push(failure);
      else foreign += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { failures, foreign, notes: [] };
}

async function keysOf(
  clients: AwsClients,
  { bucket, prefix = PREFIX, sinceMs = 0 }: S3Place,
): Promise<string[]> {
  const client = await clients.s3();
  const { ListObjectsV2Command } = await import('@aws-sdk/client-s3');
  const keys: string[] = [];
  let token: string | undefined;
  do {
    const page = await awsCall(
      `Listing s3://${bucket}/${prefix}`,
      client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
      ),
    );
    for (const { Key, Size = 0, LastModified } of page.Contents ?? []) {
      const isOld = LastModified !== undefined && LastModified.getTime() < sinceMs;
      if (Key && !isOld && Size <= MOST_BYTES) keys.push(Key);
    }
    token = page.NextContinuationToken;
  } while (token);
  return keys;
}

/** Undefined for an object that was deleted meanwhile. */
async function textOf(
  clients: AwsClients,
  bucket: string,
  key: string,
): Promise<string | undefined> {
  const client = await clients.s3();
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  try {
    const command = new GetObjectCommand({ Bucket: bucket, Key: key });
    const { Body } = await awsCall(`Getting s3://${bucket}/${key}`, client.send(command));
    return await Body?.transformToString();
  } catch (error) {
    if (codeOf(error) === 'NotFound') return undefined;
    throw error;
  }
}
