import { Readable } from 'node:stream';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { SmithyRpcV2CborProtocol } from '@smithy/core/cbor';
import { HttpResponse } from '@smithy/core/transport';
import type { Protocol } from '../../src/api/operation.ts';
import type { WireResponse } from '../../src/wire/message.ts';
import { awsSettings } from '../aws-environment.ts';
import { operationSchema } from './sdk-schema.ts';

const SETTINGS = awsSettings('http://127.0.0.1:4566');
/** Nothing is sent with them: they know how to read. */
const CLIENTS = {
  iam: new IAMClient(SETTINGS),
  kinesis: new KinesisClient(SETTINGS),
  lambda: new LambdaClient(SETTINGS),
  logs: new CloudWatchLogsClient(SETTINGS),
  monitoring: new CloudWatchClient(SETTINGS),
  s3: new S3Client(SETTINGS),
  sns: new SNSClient(SETTINGS),
  sqs: new SQSClient(SETTINGS),
  sts: new STSClient(SETTINGS),
};

/** The part of a client's protocol that reads. */
interface Reader {
  setSerdeContext(context: object): void;
  deserializeResponse(
    schema: object,
    config: object,
    response: HttpResponse,
  ): Promise<Record<string, unknown>>;
}

type ReaderClass = new (settings: object) => Reader;

/**
 * How the SDK reads a protocol that is not the one of its client for a service: with the class that
 * it has for it. Clients of SNS alone show that of the query protocol. Kinesis's CBOR, which the SDK
 * has no class for, is read as the later one: times, which are milliseconds there, are then a
 * thousand times too late.
 */
const OTHER_READERS: Readonly<Partial<Record<Protocol['name'], ReaderClass>>> = {
  query: CLIENTS.sns.config.protocol.constructor as unknown as ReaderClass,
  'rpc-v2-cbor': SmithyRpcV2CborProtocol as unknown as ReaderClass,
  'aws-cbor': SmithyRpcV2CborProtocol as unknown as ReaderClass,
};

function readerOf(service: string, protocol: Protocol['name']): Reader {
  const { config } = CLIENTS[service as keyof typeof CLIENTS];
  const Other = OTHER_READERS[protocol];
  if (!Other) return config.protocol as unknown as Reader;
  const reader = new Other(config.protocolSettings);
  reader.setSerdeContext(config);
  return reader;
}

/**
 * What the SDK's client of a service makes of an answer to an operation.
 *
 * @throws what the client throws, when the answer is an error
 */
export async function readBySdk(
  { service, operation, protocol }: Answered,
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
  return readerOf(service, protocol).deserializeResponse(schema, config, response);
}

/** Of what an answer is read, and in which protocol it is. */
interface Answered {
  readonly service: string;
  readonly operation: string;
  readonly protocol: Protocol['name'];
}
