import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import {
  CreateEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Project, temporaryProject } from '../project.ts';
import { Running } from '../running.ts';

const MINUTE_MS = 60_000;

/** Counts records in the state; a record says when too much is returned, or the end fails. */
const handlerWritingTo = (file: string) => `
import { appendFileSync } from 'node:fs';
export const handler = async (event) => {
  appendFileSync(${JSON.stringify(file)}, JSON.stringify(event) + '\\n');
  const { Records, state, isFinalInvokeForWindow } = event;
  const texts = Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
  if (isFinalInvokeForWindow && state.endFails) throw new Error('no end');
  if (texts.includes('too much')) return { state: { pad: 'x'.repeat(1024 * 1024) } };
  const endFails = state.endFails || texts.includes('the end fails');
  return { state: { count: (state.count ?? 0) + texts.length, ...(endFails && { endFails }) } };
};
`;

interface Seen {
  readonly Records: readonly { readonly kinesis: { readonly data: string } }[];
  readonly state: { readonly count?: number; readonly pad?: string };
  readonly window: { readonly start: string; readonly end: string };
  readonly isFinalInvokeForWindow: boolean;
  readonly isWindowTerminatedEarly: boolean;
}

let project: Project;
let running: Running;
let kinesis: KinesisClient;
let lambda: LambdaClient;
let sqs: SQSClient;

async function up(): Promise<void> {
  const args = [project.template, '--data', project.path('data'), '--clock', 'manual'];
  running = await Running.up(args);
  kinesis = new KinesisClient(running.settings);
  lambda = new LambdaClient(running.settings);
  sqs = new SQSClient(running.settings);
}

async function down(): Promise<void> {
  for (const client of [kinesis, lambda, sqs]) client.destroy();
  await running.end();
}

beforeEach(async () => {
  project = temporaryProject((folder) => handlerWritingTo(join(folder, 'calls')));
  writeFileSync(project.path('calls'), '');
  await up();
  await toNextWindow();
});
afterEach(async () => {
  await down();
  project[Symbol.dispose]();
});

const calls = () =>
  readFileSync(project.path('calls'), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Seen);
const textsOf = ({ Records, isWindowTerminatedEarly, isFinalInvokeForWindow }: Seen) => {
  const end = isWindowTerminatedEarly ? 'early end' : isFinalInvokeForWindow ? 'end' : '';
  const texts = Records.map(({ kinesis: { data } }) => Buffer.from(data, 'base64').toString());
  return [...texts, ...(end ? [end] : [])].join();
};
const called = (...texts: string[]) =>
  vi.waitFor(() => expect(calls().map(textsOf)).toEqual(texts), { timeout: 20_000 });

const create = (more: object = {}) =>
  lambda.send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
      FunctionName: 'consumer',
      StartingPosition: 'TRIM_HORIZON',
      TumblingWindowInSeconds: 60,
      ...more,
    }),
  );
const put = (text: string) =>
  kinesis.send(
    new PutRecordCommand({ StreamName: 'orders', PartitionKey: 'k', Data: Buffer.from(text) }),
  );
const toNextWindow = async () =>
  running.advance(MINUTE_MS - ((await running.advance(0)) % MINUTE_MS));

test('a window hands its state on, and is closed; the next one begins anew (rule 4.2.4)', async () => {
  await create({ BatchSize: 1 });
  for (const text of ['1', '2', '3', '4']) await put(text);
  await called('1', '2', '3', '4');
  await toNextWindow();
  await called('1', '2', '3', '4', 'end');
  await put('5');
  await called('1', '2', '3', '4', 'end', '5');
  const states = calls().map(({ state }) => state);
  expect(states).toEqual([{}, { count: 1 }, { count: 2 }, { count: 3 }, { count: 4 }, {}]);
  const [first, ...others] = calls();
  const { start, end } = first!.window;
  expect(Date.parse(end) - Date.parse(start)).toBe(MINUTE_MS);
  expect(start).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z$/);
  expect(others.map(({ window }) => window.start)).toEqual([start, start, start, start, end]);
  expect(Object.keys(first!)).toEqual([
    ...['Records', 'shardId', 'eventSourceARN', 'window', 'state'],
    ...['isFinalInvokeForWindow', 'isWindowTerminatedEarly'],
  ]);
});

test('a state of over 1 MB ends the window early (rule 4.2.6)', async () => {
  await create({ BatchSize: 1 });
  for (const text of ['too much', 'more']) await put(text);
  await called('too much', 'early end', 'more');
  const [, early, more] = calls();
  expect(early!.state.pad).toHaveLength(1024 * 1024);
  expect(early!.isFinalInvokeForWindow).toBe(true);
  expect(more!.state).toEqual({});
  await toNextWindow();
  await called('too much', 'early end', 'more', 'end');
});

test('a final invoke that fails is retried, given up and described (rules 3.8.8, 4.2.7)', async () => {
  const OnFailure = { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' };
  await create({ MaximumRetryAttempts: 1, DestinationConfig: { OnFailure } });
  await put('the end fails');
  await called('the end fails');
  await toNextWindow();
  await called('the end fails', 'end');
  await running.advance(1000);
  await called('the end fails', 'end', 'end');
  const QueueUrl = `${running.endpoint}/000000000000/failed`;
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 0 }));
  expect(JSON.parse(Messages![0]!.Body!)).toEqual({
    requestContext: expect.objectContaining({
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 2,
    }),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: expect.any(String),
    KinesisBatchInfo: {
      shardId: 'shardId-000000000000',
      streamArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
    },
    timeWindowInfo: {
      window: calls()[1]!.window,
      isFinalInvokeForWindow: true,
      isWindowTerminatedEarly: false,
    },
  });
  await put('next');
  await called('the end fails', 'end', 'end', 'next');
});

test('a window goes on after a restart, and after the mapping was disabled (rule 3.7.5)', async () => {
  const { UUID } = await create();
  await put('1');
  await called('1');
  await down();
  await up();
  await put('2');
  await called('1', '2');
  const get = async () => (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).State;
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  await vi.waitFor(async () => expect(await get()).toBe('Disabled'));
  await put('3');
  await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
  await called('1', '2', '3');
  await toNextWindow();
  await called('1', '2', '3', 'end');
  expect(calls().map(({ state }) => state.count)).toEqual([undefined, 1, 2, 3]);
});

test('an empty list of filters goes with a window, and is not shown (rule 1.2.4)', async () => {
  const mapping = await create({ FilterCriteria: { Filters: [] } });
  expect(mapping).toMatchObject({ TumblingWindowInSeconds: 60 });
  expect(mapping.FilterCriteria).toBeUndefined();
  const both = create({ FunctionName: 'consumer:$LATEST', ParallelizationFactor: 2 });
  await expect(both).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
});
