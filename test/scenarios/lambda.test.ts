import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateStreamCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import * as lambda from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { file, type ZippedFile, zipOf } from '../../src/lambda/packages/zip.suite.ts';
import { available } from '../available.ts';
import { ROOT, Running, run, temporaryFolder } from '../running.ts';

const HAS_AWS_CLI = available('aws');
const HAS_BOTO3 = available('python3', ['-c', 'import boto3']);

const ROLE = 'arn:aws:iam::000000000000:role/consumer';
const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const FAILED = 'arn:aws:sqs:us-east-1:000000000000:failed';

let folder: ReturnType<typeof temporaryFolder>;
let running: Running;
let client: lambda.LambdaClient;

async function up(): Promise<void> {
  running = await Running.up(['--data', join(folder.path, 'data'), '--logs']);
  client = new lambda.LambdaClient(running.settings);
}

async function down(signal?: NodeJS.Signals): Promise<void> {
  client.destroy();
  await running.end(signal);
}

beforeEach(async () => {
  folder = temporaryFolder();
  await up();
});
afterEach(async () => {
  await down();
  folder[Symbol.dispose]();
});

const handlerOf = (body: string) =>
  file('index.mjs', `export const handler = async (event) => {${body}};`);

const newFunction = (FunctionName: string, ...files: ZippedFile[]) => ({
  ...{ FunctionName, Role: ROLE, Handler: 'index.handler' },
  Runtime: 'nodejs22.x' as const,
  Code: { ZipFile: zipOf(...files) },
});

const create = (...of: Parameters<typeof newFunction>) =>
  client.send(new lambda.CreateFunctionCommand(newFunction(...of)));

async function invoke(FunctionName: string, event: unknown = {}) {
  const Payload = JSON.stringify(event);
  const answer = await client.send(new lambda.InvokeCommand({ FunctionName, Payload }));
  return { version: answer.ExecutedVersion, json: JSON.parse(answer.Payload!.transformToString()) };
}

test.skipIf(!HAS_AWS_CLI)(
  'the AWS CLI makes, changes and deletes a function (needs aws)',
  async () => {
    const path = (name: string) => join(folder.path, name);
    const aws = async (...args: string[]) => {
      const { stdout, stderr } = await run('aws', ['lambda', ...args], { env: running.env });
      if (stderr !== '') throw new Error(stderr);
      return stdout === '' ? undefined : JSON.parse(stdout);
    };
    const named = ['--function-name', 'greet'];
    const zip = (name: string, body: string) => {
      writeFileSync(path(name), zipOf(handlerOf(body)));
      return ['--zip-file', `fileb://${path(name)}`];
    };
    const settings = ['--runtime', 'nodejs22.x', '--handler', 'index.handler', '--role', ROLE];
    const one = zip('1.zip', 'return { hello: event.name };');
    const made = await aws('create-function', ...named, ...settings, ...one, '--publish');
    expect(made).toMatchObject({ FunctionName: 'greet', State: 'Pending', Version: '1' });
    await aws('wait', 'function-active-v2', ...named);
    writeFileSync(path('event.json'), '{"name":"you"}');
    const event = ['--payload', `fileb://${path('event.json')}`];
    const invoked = await aws('invoke', ...named, ...event, path('answer.json'));
    expect(invoked).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(JSON.parse(readFileSync(path('answer.json'), 'utf8'))).toEqual({ hello: 'you' });

    await aws('update-function-code', ...named, ...zip('2.zip', 'return 2;'));
    await aws('wait', 'function-updated', ...named);
    await aws('update-function-configuration', ...named, '--timeout', '9');
    await aws('create-alias', ...named, '--name', 'live', '--function-version', '1');
    const shown = await aws('get-function', ...named, '--qualifier', 'live');
    expect(shown.Configuration).toMatchObject({ Version: '1', Timeout: 3 });
    const { Functions } = await aws('list-functions', '--function-version', 'ALL');
    expect(Functions).toHaveLength(2);
    await aws('delete-function', ...named);
    await expect(aws('get-function', ...named)).rejects.toThrow(/ResourceNotFoundException/);
  },
);

test.skipIf(!HAS_BOTO3)(
  'a program walks through the operations (needs boto3)',
  async () => {
    const script = join(ROOT, 'test/scenarios/lambda_client.py');
    const bootstrap = join(ROOT, 'test/functions/provided/bootstrap');
    const { stdout, stderr, status } = await run('python3', [script, bootstrap], {
      env: running.env,
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout.split('\n').length).toBeGreaterThan(35);
  },
  60_000,
);

test('a mapping onto an alias gives the poison pill up, over a restart', async () => {
  const kinesis = new KinesisClient(running.settings);
  const sqs = new SQSClient(running.settings);
  await kinesis.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 1 }));
  await sqs.send(new CreateQueueCommand({ QueueName: 'failed' }));
  const consumer = handlerOf(`
    const texts = event.Records.map((r) => Buffer.from(r.kinesis.data, 'base64').toString());
    console.log(process.env.AWS_LAMBDA_FUNCTION_VERSION + ' got ' + texts);
    if (texts.includes('poison')) throw new Error('poison');
  `);
  await client.send(
    new lambda.CreateFunctionCommand({ ...newFunction('consumer', consumer), Publish: true }),
  );
  const alias = { FunctionName: 'consumer', Name: 'live' };
  await client.send(new lambda.CreateAliasCommand({ ...alias, FunctionVersion: '1' }));
  const mapped = await client.send(
    new lambda.CreateEventSourceMappingCommand({
      ...{ EventSourceArn: STREAM, FunctionName: 'consumer:live' },
      ...{ StartingPosition: 'TRIM_HORIZON', BisectBatchOnFunctionError: true },
      ...{ MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination: FAILED } } },
    }),
  );
  expect(mapped.FunctionArn).toMatch(/:function:consumer:live$/);
  const put = (kinesisClient: KinesisClient, ...texts: string[]) =>
    kinesisClient.send(
      new PutRecordsCommand({
        StreamName: 'orders',
        Records: texts.map((text) => ({ Data: Buffer.from(text), PartitionKey: 'k' })),
      }),
    );
  await put(kinesis, 'one', 'poison', 'two');
  await running.printed('1 got two');
  const url = `${running.endpoint}/000000000000/failed`;
  const received = await vi.waitFor(async () => {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url }));
    expect(Messages).toHaveLength(1);
    return JSON.parse(Messages[0]!.Body!);
  });
  expect(received).toMatchObject({
    requestContext: { functionArn: mapped.FunctionArn, condition: 'RetryAttemptsExhausted' },
    responseContext: { executedVersion: '1', functionError: 'Unhandled' },
    KinesisBatchInfo: { batchSize: 1, streamArn: STREAM },
  });

  await down('SIGKILL');
  await up();
  const again = new KinesisClient(running.settings);
  await put(again, 'three');
  await running.printed('1 got three');
  const code = { FunctionName: 'consumer', ZipFile: zipOf(consumer, file('new', 'x')) };
  await client.send(new lambda.UpdateFunctionCodeCommand({ ...code, Publish: true }));
  await client.send(new lambda.UpdateAliasCommand({ ...alias, FunctionVersion: '2' }));
  await put(again, 'four');
  await running.printed('2 got four');
  // The function goes; the mapping stays, as on AWS, and tells that it cannot go on.
  await client.send(new lambda.DeleteFunctionCommand({ FunctionName: 'consumer' }));
  const found = await client.send(new lambda.GetEventSourceMappingCommand({ UUID: mapped.UUID }));
  expect(found.State).toBe('Enabled');
  for (const each of [kinesis, sqs, again]) each.destroy();
});

test('what was made is there after a restart, after a kill too', async () => {
  await create('greet', handlerOf('return event.name;'));
  const Code = {
    FunctionName: 'greet',
    ZipFile: zipOf(handlerOf("return 'again ' + event.name;")),
  };
  await client.send(new lambda.PublishVersionCommand({ FunctionName: 'greet' }));
  await client.send(new lambda.UpdateFunctionCodeCommand(Code));
  const before = await client.send(new lambda.GetFunctionCommand({ FunctionName: 'greet' }));
  await down('SIGKILL');
  await up();
  const after = await client.send(new lambda.GetFunctionCommand({ FunctionName: 'greet' }));
  expect(after.Configuration).toEqual(before.Configuration);
  expect(await invoke('greet', { name: 'you' })).toEqual({ version: '$LATEST', json: 'again you' });
  expect(await invoke('greet:1', { name: 'you' })).toEqual({ version: '1', json: 'you' });
  const archive = await fetch(after.Code!.Location!);
  expect(Buffer.from(await archive.arrayBuffer())).toEqual(Code.ZipFile);
});

test.each([
  ['a traversal', [file('../../../escaped')]],
  ['an absolute path', [file('/tmp/sluicebox-escaped')]],
  ['a link', [{ name: 'index.mjs', content: '/etc/passwd', mode: 0o120777 }]],
  ['a bomb', Array.from({ length: 7 }, (_, n) => file(`f${n}`, Buffer.alloc(40_000_000)))],
  ['a bomb that lies', [{ ...file('f', Buffer.alloc(40_000_000)), size: 1 }]],
])('%s is refused, and the endpoint goes on', async (_, files) => {
  const refused = create('hostile', ...files);
  await expect(refused).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  const code = join(folder.path, 'data', 'functions');
  expect(readdirSync(code)).toEqual([]);
  expect(readdirSync(folder.path)).toEqual(['data']);
  await create('fine', handlerOf('return 1;'));
  expect(await invoke('fine')).toMatchObject({ json: 1 });
});

test('a reset takes functions with it, and what they were unpacked to', async () => {
  await create('f', handlerOf('return 1;'));
  await invoke('f');
  const reset = await fetch(`${running.endpoint}/_sluicebox/reset`, { method: 'POST' });
  expect(reset.status).toBe(200);
  expect((await client.send(new lambda.ListFunctionsCommand({}))).Functions).toEqual([]);
  expect(readdirSync(join(folder.path, 'data'))).not.toContain('functions');
  await create('f', handlerOf('return 2;'));
  expect(await invoke('f')).toMatchObject({ json: 2 });
});

test('--ephemeral leaves nothing behind', async () => {
  const TMPDIR = join(folder.path, 'tmp');
  mkdirSync(TMPDIR);
  const ephemeral = await Running.up(['--ephemeral'], { TMPDIR });
  const other = new lambda.LambdaClient(ephemeral.settings);
  await other.send(new lambda.CreateFunctionCommand(newFunction('f', handlerOf('return 1;'))));
  await other.send(new lambda.InvokeCommand({ FunctionName: 'f' }));
  expect(readdirSync(TMPDIR)).toEqual([expect.stringMatching(/^sluicebox-code-/)]);
  other.destroy();
  await ephemeral.end();
  expect(readdirSync(TMPDIR)).toEqual([]);
});
