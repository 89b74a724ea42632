import { GetRecordsCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import {
  CreateEventSourceMappingCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  InvokeCommand,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import {
  DecodeAuthorizationMessageCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientSettings, startFakes } from './fake-services.suite.ts';

let fakes: Awaited<ReturnType<typeof startFakes>>;
let kinesis: KinesisClient;
let sqs: SQSClient;
let sts: STSClient;
let lambda: LambdaClient;

beforeAll(async () => {
  fakes = await startFakes();
  const settings = clientSettings(fakes.endpoint);
  kinesis = new KinesisClient(settings);
  sqs = new SQSClient(settings);
  sts = new STSClient(settings);
  lambda = new LambdaClient(settings);
});

afterAll(async () => {
  for (const client of [kinesis, sqs, sts, lambda]) client.destroy();
  await fakes.gateway.close(1000);
});

test('Kinesis is reached by HTTP/2, with bytes whole and the scope of the signature', async () => {
  const data = Uint8Array.from({ length: 256 }, (_, index) => index);
  const answer = await kinesis.send(
    new PutRecordsCommand({ StreamName: 's', Records: [{ Data: data, PartitionKey: 'ключ' }] }),
  );
  expect(answer).toMatchObject({ FailedRecordCount: 0, Records: [{ SequenceNumber: '0' }] });
  expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.$metadata.extendedRequestId).toMatch(/^[\w+/]{96}$/);
  const put = fakes.seen.puts.at(-1);
  expect(put).toMatchObject({ partitionKey: 'ключ' });
  expect(Buffer.from(put?.data ?? [])).toEqual(Buffer.from(data));
  expect(fakes.seen.contexts.at(-1)).toMatchObject({
    account: '123456789012',
    region: 'eu-west-1',
    endpoint: fakes.endpoint,
    userAgent: expect.stringContaining('aws-sdk-js'),
  });
});

test('five megabytes of records arrive in one request', async () => {
  const Data = new Uint8Array(10_000).fill(7);
  const Records = Array.from({ length: 500 }, (_, index) => ({ Data, PartitionKey: `${index}` }));
  const answer = await kinesis.send(new PutRecordsCommand({ StreamName: 's', Records }));
  expect(answer.Records).toHaveLength(500);
});

test('an access key that is no account belongs to the default account', async () => {
  const client = new STSClient(clientSettings(fakes.endpoint, 'test'));
  const { Account } = await client.send(new GetCallerIdentityCommand({}));
  client.destroy();
  expect(Account).toBe('000000000000');
});

test('times and bytes come out of JSON as the SDK expects', async () => {
  const { Records } = await kinesis.send(new GetRecordsCommand({ ShardIterator: 'i' }));
  expect(Records?.[0]?.ApproximateArrivalTimestamp?.getTime()).toBe(1_700_000_000_123);
  expect(Buffer.from(Records?.[0]?.Data ?? []).toString()).toBe('påyload');
});

test('what the shape forbids is refused in the words of AWS', async () => {
  const put = kinesis.send(
    new PutRecordsCommand({
      StreamName: '',
      Records: [{ Data: new Uint8Array(), PartitionKey: '' }],
    }),
  );
  await expect(put).rejects.toMatchObject({
    name: 'ValidationException',
    message:
      "3 validation errors detected: Value '' at 'records.1.member.partitionKey' failed to satisfy " +
      'constraint: Member must have length greater than or equal to 1; ' +
      "Value '' at 'streamName' failed to satisfy constraint: " +
      'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+; ' +
      "Value '' at 'streamName' failed to satisfy constraint: " +
      'Member must have length greater than or equal to 1',
  });
});

test('an error of the domain comes as the error that its service makes of it', async () => {
  const get = kinesis.send(new GetRecordsCommand({ ShardIterator: 'expired' }));
  await expect(get).rejects.toMatchObject({
    name: 'ExpiredIteratorException',
    message: 'Iterator expired.',
    $fault: 'client',
  });
});

test('an unexpected error is told to whoever runs this, not to the client', async () => {
  const warnings: string[] = [];
  const stop = fakes.events.on('warning', ({ message }) => warnings.push(message));
  const get = kinesis.send(new GetRecordsCommand({ ShardIterator: 'broken' }));
  const error = await get.then(
    () => undefined,
    (cause) => cause,
  );
  stop();
  expect(error).toMatchObject({ name: 'InternalFailure', $metadata: { httpStatusCode: 500 } });
  expect(JSON.stringify(error) + error.message).not.toContain('secret');
  expect(warnings).toEqual([expect.stringContaining('the secret of the handler')]);
  expect(warnings[0]).toContain(error.$metadata.requestId);
});

test('SQS errors carry the codes of both of its protocols', async () => {
  const receive = sqs.send(new ReceiveMessageCommand({ QueueUrl: `${fakes.endpoint}/1/missing` }));
  await expect(receive).rejects.toMatchObject({
    name: 'QueueDoesNotExist',
    message: 'The specified queue does not exist.',
    Error: { Code: 'AWS.SimpleQueueService.NonExistentQueue', Type: 'Sender' },
  });
});

test('the query protocol is read and written', async () => {
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ UserId: 'A<&>"', Account: '123456789012' });
  expect(identity.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
  const decode = sts.send(new DecodeAuthorizationMessageCommand({ EncodedMessage: '<four>' }));
  await expect(decode).rejects.toMatchObject({
    Code: 'ValidationError',
    message:
      "1 validation error detected: Value '<four>' at 'encodedMessage' failed to satisfy " +
      'constraint: Member must have length less than or equal to 3',
  });
});

test('Lambda takes names as ARNs and payloads as they are, and answers by headers', async () => {
  const FunctionName = 'arn:aws:lambda:eu-west-1:123456789012:function:f';
  const Payload = Buffer.from('{"a":"ü"}');
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Qualifier: '1', Payload }));
  expect(answer).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
  expect(JSON.parse(Buffer.from(answer.Payload ?? []).toString())).toEqual({
    FunctionName,
    Qualifier: '1',
    payload: '{"a":"ü"}',
  });
  const event = await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event' }));
  expect(event.StatusCode).toBe(202);
  const removal = await lambda.send(new DeleteFunctionCommand({ FunctionName }));
  expect(removal.$metadata.httpStatusCode).toBe(204);
});

test('Lambda answers with JSON and its own statuses', async () => {
  const FunctionName = 'f';
  const answer = await lambda.send(
    new CreateEventSourceMappingCommand({ FunctionName, Enabled: true }),
  );
  expect(answer).toMatchObject({ UUID: 'u', $metadata: { httpStatusCode: 202 } });
  expect(answer.LastModified?.getTime()).toBe(1_700_000_000_500);
});

test('Lambda errors carry their type and text', async () => {
  const invoke = lambda.send(new InvokeCommand({ FunctionName: 'missing' }));
  await expect(invoke).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    message: 'Function not found: x',
    Type: 'User',
    $metadata: { httpStatusCode: 404 },
  });
});

test('an operation that is not here is refused by name and announced', async () => {
  const missing: string[] = [];
  const stop = fakes.events.on('unsupported-operation', ({ service, operation }) =>
    missing.push(`${service} ${operation}`),
  );
  const get = lambda.send(new GetFunctionCommand({ FunctionName: 'f' }));
  await expect(get).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: expect.stringContaining('GET /2015-03-31/functions/f'),
  });
  const token = sts.send(new GetSessionTokenCommand({}));
  await expect(token).rejects.toMatchObject({
    Code: 'InvalidAction',
    message: 'The action GetSessionToken is not valid for this endpoint.',
  });
  stop();
  expect(missing).toEqual(['lambda GET /2015-03-31/functions/f', 'sts GetSessionToken']);
});
