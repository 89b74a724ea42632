import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsCall, codeOf } from './aws-call.ts';
import type { AwsClients } from './aws-clients.ts';
import { type Failure, type Hydrate, type Hydration, withoutReceipt } from './failure.ts';
import { FailuresError } from './failures-error.ts';

/** Where failures are kept, each in a folder of its own. */
export interface Archive {
  /** How it is called in messages. */
  readonly name: string;
  /** Undefined when there is no such file. */
  read(id: string, file: string): Promise<string | undefined>;
  write(id: string, file: string, text: string): Promise<void>;
}

/** Written last: a failure that has it is kept as a whole. */
const MARK = 'hydration.json';

/** What an archive has of a failure. */
export interface Kept extends Pick<Hydration, 'missing' | 'text'> {
  /** How many records. */
  readonly found: number;
  /** Whether it was not there before. */
  readonly isNew: boolean;
}

/**
 * Keeps a failure: `message.json` as it was sent, `records.json` as GetRecords of the AWS CLI shows
 * records (which `sluicebox put` and the AWS CLI take back), and what became of the hydration.
 * What was kept before, as a whole, stays as it is.
 */
export async function keepOnce(
  archive: Archive,
  failure: Failure,
  hydrate: Hydrate,
): Promise<Kept> {
  const before = await archive.read(failure.id, MARK);
  if (before !== undefined) return { ...readMark(before, archive, failure.id), isNew: false };
  const hydration = await hydrate(failure);
  await keep(archive, failure, hydration);
  const { records, missing, text } = hydration;
  return { found: records.length, missing, text, isNew: true };
}

function readMark(text: string, { name }: Archive, id: string): Omit<Kept, 'isNew'> {
  try {
    const { found, missing, text: why } = JSON.parse(text);
    if (![typeof missing, typeof why].every((type) => type === 'string') || !(found >= 0))
      throw new TypeError('not as it was written');
    return { found, missing, text: why };
  } catch (cause) {
    const message = `${name}/${id}/${MARK} is not as it was written: move it away, and export again.`;
    throw new FailuresError('Unwritable', message, { cause });
  }
}

async function keep(
  archive: Archive,
  failure: Failure,
  { records, ...hydration }: Hydration,
): Promise<void> {
  const shown = records.map((record) => ({
    SequenceNumber: record.sequenceNumber,
    ApproximateArrivalTimestamp: new Date(record.approximateArrivalTimestamp).toISOString(),
    Data: Buffer.from(record.data).toString('base64'),
    PartitionKey: record.partitionKey,
  }));
  await archive.write(failure.id, 'message.json', `${failure.raw}\n`);
  await archive.write(failure.id, 'records.json', json({ Records: shown }));
  const source = withoutReceipt(failure.source);
  const told = { id: failure.id, source, found: records.length, ...hydration };
  await archive.write(failure.id, MARK, json(told));
}

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

/** @param place a folder, or `s3://bucket/prefix` */
export function archiveAt(place: string, clients: AwsClients): Archive {
  return place.startsWith('s3://') ? inBucket(place, clients) : inFolder(place);
}

function inFolder(folder: string): Archive {
  return {
    name: folder,
    async read(id, file) {
      const path = join(folder, id, file);
      return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    },
    async write(id, file, text) {
      try {
        // Only its owner may read what the records hold.
        mkdirSync(join(folder, id), { recursive: true, mode: 0o700 });
        const path = join(folder, id, file);
        writeFileSync(`${path}.part`, text, { mode: 0o600 });
        renameSync(`${path}.part`, path);
      } catch (error) {
        const { message } = error as Error;
        throw new FailuresError('Unwritable', `${folder} takes no files: ${message}`, {
          cause: error,
        });
      }
    },
  };
}

function inBucket(place: string, clients: AwsClients): Archive {
  const [Bucket = '', ...path] = place.slice('s3://'.length).split('/');
  const prefix = path.filter((part) => part !== '').map((part) => `${part}/`);
  const keyOf = (id: string, file: string) => `${prefix.join('')}${id}/${file}`;
  if (Bucket === '') throw new FailuresError('Invalid', `${place} names no bucket.`);
  return {
    name: place,
    async read(id, file) {
      const [client, s3] = await Promise.all([clients.s3(), import('@aws-sdk/client-s3')]);
      const command = new s3.GetObjectCommand({ Bucket, Key: keyOf(id, file) });
      try {
        const { Body } = await awsCall(`Looking into ${place}`, client.send(command));
        return (await Body?.transformToString()) ?? '';
      } catch (error) {
        if (codeOf(error) === 'NotFound') return undefined;
        throw error;
      }
    },
    async write(id, file, Body) {
      const [client, s3] = await Promise.all([clients.s3(), import('@aws-sdk/client-s3')]);
      const command = new s3.PutObjectCommand({ Bucket, Key: keyOf(id, file), Body });
      await awsCall(`Writing to ${place}`, client.send(command));
    },
  };
}
