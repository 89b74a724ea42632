import { bind, operation, type Service } from '../api/operation.ts';
import { AwsError } from '../aws/aws-error.ts';
import { systemClock } from '../clock/system-clock.ts';
import { Events } from '../observe/events.ts';
import { systemRandom } from '../random/random.ts';
import {
  blob,
  boolean,
  integer,
  list,
  required,
  string,
  structure,
  timestamp,
} from '../wire/shape.ts';
import { Gateway, type GatewayOptions } from './gateway.ts';
import type { TlsPort } from './listener.ts';

/** What the fake services remember, for tests to look at. */
class Seen {
  readonly puts: { data: Uint8Array; partitionKey: string }[] = [];
  readonly contexts: { account: string; region: string; endpoint: string; userAgent: string }[] =
    [];
  /** Resolves as soon as somebody waits in `ReceiveMessage`; counts who was woken. */
  waiting = 0;
  woken = 0;
  onWaiting: () => void = () => {};
}

const record = structure({
  Data: required(blob({ max: 1024 * 1024 })),
  PartitionKey: required(string({ min: 1, max: 256 })),
});

function kinesis(seen: Seen): Service {
  const putRecords = operation<Seen>()({
    name: 'PutRecords',
    input: structure({
      Records: required(list(record, { min: 1, max: 500 })),
      StreamName: string({ min: 1, max: 128, pattern: '[a-zA-Z0-9_.-]+' }),
    }),
    output: structure({
      FailedRecordCount: integer(),
      Records: list(structure({ SequenceNumber: string(), ShardId: string() })),
    }),
    handle: ({ puts, contexts }, { Records }, { scope, endpoint, userAgent }) => {
      contexts.push({ ...scope, endpoint, userAgent });
      for (const { Data, PartitionKey } of Records)
        puts.push({ data: Data, partitionKey: PartitionKey });
      const answered = Records.map((_, index) => ({ SequenceNumber: `${index}`, ShardId: 's' }));
      return { FailedRecordCount: 0, Records: answered };
    },
  });
  const getRecords = operation<Seen>()({
    name: 'GetRecords',
    input: structure({ ShardIterator: required(string()), Limit: integer({ min: 1 }) }),
    output: structure({
      Records: list(
        structure({
          Data: blob(),
          PartitionKey: string(),
          SequenceNumber: string(),
          ApproximateArrivalTimestamp: timestamp(),
        }),
      ),
      NextShardIterator: string(),
      MillisBehindLatest: integer(),
    }),
    handle: (_seen, { ShardIterator }) => {
      if (ShardIterator === 'broken') throw new Error('the secret of the handler');
      if (ShardIterator === 'expired') throw new RangeError('expired');
      const Data = Buffer.from('påyload');
      const ApproximateArrivalTimestamp = 1_700_000_000_123;
      const found = { Data, PartitionKey: 'a', SequenceNumber: '1', ApproximateArrivalTimestamp };
      return { Records: [found], NextShardIterator: undefined, MillisBehindLatest: 0 };
    },
  });
  return {
    signingName: 'kinesis',
    protocols: [
      { name: 'aws-json', version: '1.1', targetPrefix: 'Kinesis_20131202' },
      { name: 'aws-cbor', targetPrefix: 'Kinesis_20131202' },
      { name: 'rpc-v2-cbor', serviceName: 'Kinesis_20131202' },
    ],
    operations: bind(seen, [putRecords, getRecords]),
    toAwsError: (error) =>
      error instanceof RangeError
        ? new AwsError('ExpiredIteratorException', 'Iterator expired.')
        : undefined,
  };
}

function sqs(seen: Seen): Service {
  const receiveMessage = operation<Seen>()({
    name: 'ReceiveMessage',
    input: structure({
      QueueUrl: required(string({ orPath: true })),
      WaitTimeSeconds: integer(),
    }),
    output: structure({ Messages: list(structure({ MessageId: string(), Body: string() })) }),
    handle: async (state, { QueueUrl }, { signal }) => {
      if (QueueUrl.endsWith('missing'))
        throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.', {
          queryCode: 'AWS.SimpleQueueService.NonExistentQueue',
        });
      state.waiting++;
      state.onWaiting();
      if (!signal.aborted)
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      state.woken++;
      return {};
    },
  });
  return {
    signingName: 'sqs',
    protocols: [
      { name: 'aws-json', version: '1.0', targetPrefix: 'AmazonSQS' },
      {
        name: 'query',
        apiVersion: '2012-11-05',
        xmlNamespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
        errorTexts: {
          'AWS.SimpleQueueService.NonExistentQueue': 'No such queue in this protocol.',
        },
      },
    ],
    operations: bind(seen, [receiveMessage]),
    toAwsError: () => undefined,
  };
}

function sts(): Service {
  const getCallerIdentity = operation<undefined>()({
    name: 'GetCallerIdentity',
    input: structure({}),
    output: structure({ UserId: string(), Account: string(), Arn: string() }),
    handle: (_domain, _input, { scope }) => ({
      UserId: 'A<&>"',
      Account: scope.account,
      Arn: `arn:aws:iam::${scope.account}:root`,
    }),
  });
  const decode = operation<undefined>()({
    name: 'DecodeAuthorizationMessage',
    input: structure({ EncodedMessage: required(string({ min: 1, max: 3 })) }),
    output: structure({ DecodedMessage: string() }),
    handle: () => ({}),
  });
  return {
    signingName: 'sts',
    protocols: [
      {
        name: 'query',
        apiVersion: '2011-06-15',
        xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
      },
    ],
    operations: bind(undefined, [getCallerIdentity, decode]),
    toAwsError: () => undefined,
  };
}

function lambda(): Service {
  const invoke = operation<undefined>()({
    name: 'Invoke',
    http: { method: 'POST', path: '/2015-03-31/functions/{FunctionName}/invocations' },
    input: structure({
      FunctionName: required(string({ in: 'path' })),
      InvocationType: string({ in: 'header', as: 'X-Amz-Invocation-Type' }),
      Qualifier: string({ in: 'query' }),
      Payload: blob({ in: 'payload' }),
    }),
    output: structure({
      StatusCode: integer({ in: 'statusCode' }),
      FunctionError: string({ in: 'header', as: 'X-Amz-Function-Error' }),
      Payload: blob({ in: 'payload' }),
    }),
    handle: (_domain, { FunctionName, InvocationType, Qualifier, Payload }) => {
      if (FunctionName === 'missing')
        throw new AwsError('ResourceNotFoundException', 'Function not found: x', { status: 404 });
      if (InvocationType === 'Event') return { StatusCode: 202 };
      const got = { FunctionName, Qualifier, payload: Buffer.from(Payload ?? []).toString() };
      const answer = Buffer.from(JSON.stringify(got));
      return { StatusCode: 200, FunctionError: 'Unhandled', Payload: answer };
    },
  });
  const create = operation<undefined>()({
    name: 'CreateEventSourceMapping',
    http: { method: 'POST', path: '/2015-03-31/event-source-mappings/', status: 202 },
    input: structure({
      EventSourceArn: string(),
      FunctionName: required(string()),
      Enabled: boolean(),
      StartingPosition: string({ enum: ['TRIM_HORIZON', 'LATEST'] }),
    }),
    output: structure({ UUID: string(), LastModified: timestamp(), FunctionArn: string() }),
    handle: (_domain, { FunctionName }) => ({
      UUID: 'u',
      LastModified: 1_700_000_000_500,
      FunctionArn: FunctionName,
    }),
  });
  const remove = operation<undefined>()({
    name: 'DeleteFunction',
    http: { method: 'DELETE', path: '/2015-03-31/functions/{FunctionName}', status: 204 },
    input: structure({ FunctionName: required(string({ in: 'path' })) }),
    output: structure({}),
    handle: () => ({}),
  });
  return {
    signingName: 'lambda',
    protocols: [{ name: 'rest-json' }],
    operations: bind(undefined, [invoke, create, remove]),
    toAwsError: () => undefined,
  };
}

/** A gateway at a free port before small services that are not real. */
export async function startFakes(options: Partial<GatewayOptions> = {}, tls?: TlsPort) {
  const seen = new Seen();
  const events = new Events();
  const gateway = new Gateway({
    services: [kinesis(seen), sqs(seen), sts(), lambda()],
    clock: systemClock,
    random: systemRandom,
    events,
    ...options,
  });
  const found = await gateway.listen({ host: '127.0.0.1', port: 0, tls });
  return { seen, events, gateway, ...found };
}

/** Settings for an SDK client of the fakes. */
export const clientSettings = (endpoint: string, accessKeyId = '123456789012') => ({
  endpoint,
  region: 'eu-west-1',
  maxAttempts: 1,
  credentials: { accessKeyId, secretAccessKey: 'any' },
});
