import { Readable } from 'node:stream';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { HttpResponse } from '@smithy/core/transport';
import type { WireResponse } from '../../src/wire/message.ts';
import { awsSettings } from '../aws-environment.ts';
import { operationSchema } from './sdk-schema.ts';

const SETTINGS = awsSettings('http://127.0.0.1:4566');
/** Nothing is sent with them: they know how to read. */
const CLIENTS = {
  kinesis: new KinesisClient(SETTINGS),
  lambda: new LambdaClient(SETTINGS),
  logs: new CloudWatchLogsClient(SETTINGS),
  s3: new S3Client(SETTINGS),
  sqs: new SQSClient(SETTINGS),
  sts: new STSClient(SETTINGS),
};

/** The part of a client's protocol that reads. */
interface Reader {
  deserializeResponse(
    schema: object,
    config: object,
    response: HttpResponse,
  ): Promise<Record<string, unknown>>;
}

/**
 * What the SDK's client of a service makes of an answer to an operation.
 *
 * @throws what the client throws, when the answer is an error
 */
export async function readBySdk(
  [service, operation]: readonly [service: string, operation: string],
  answer: WireResponse,
): Promise<Record<string, unknown>> {
  const { config } = CLIENTS[service as keyof typeof CLIENTS];
  const [, namespace, name, traits, input, output] = operationSchema(service, operation);
  const body = Array.isArray(answer.body) ? answer.body : [Buffer.from(answer.body as string)];
  const response = new HttpResponse({
    statusCode: answer.status,
    headers: { ...answer.headers },
    body: Readable.from(body),
  });
  const schema = { namespace, name, traits, input, output };
  return (config.protocol as unknown as Reader).deserializeResponse(schema, config, response);
}
