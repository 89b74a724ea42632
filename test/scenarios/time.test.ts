import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Project, temporaryProject } from '../project.ts';
import { Running, sluicebox } from '../running.ts';

const HOUR_MS = 3_600_000;
const HANDLER = `export const handler = async () => { throw new Error('never'); };`;
const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Parameters:
  Age: {Type: Number, Default: -1}
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {Name: orders, ShardCount: 1}}
  Failed: {Type: AWS::SQS::Queue, Properties: {QueueName: failed}}
  Consumer:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      Runtime: nodejs22.x
      Events:
        Orders:
          Type: Kinesis
          Properties:
            Stream: !GetAtt Orders.Arn
            StartingPosition: TRIM_HORIZON
            MaximumRecordAgeInSeconds: !Ref Age
            DestinationConfig: {OnFailure: {Destination: !GetAtt Failed.Arn}}
`;

let project: Project;
beforeEach(() => {
  project = temporaryProject(HANDLER, TEMPLATE);
});
afterEach(() => project[Symbol.dispose]());

interface Told {
  readonly nowMs: number;
  readonly kind: string;
}

const up = (...args: string[]) => Running.up([project.template, '--ephemeral', ...args]);
const put = (running: Running) => sluicebox(['put', 'orders', '--data', 'x'], { env: running.env });
/** Puts a record, and answers when the newest one arrived. */
const putAndRead = async ({ settings }: Running) => {
  const kinesis = new KinesisClient(settings);
  const record = { StreamName: 'orders', PartitionKey: 'k', Data: Buffer.from('x') };
  const { ShardId } = await kinesis.send(new PutRecordCommand(record));
  const from = { StreamName: 'orders', ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
  const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(from));
  const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
  kinesis.destroy();
  return Number(Records.at(-1)?.ApproximateArrivalTimestamp);
};
const clock = async (running: Running, init?: RequestInit) => {
  const response = await fetch(`${running.endpoint}/_sluicebox/clock`, init);
  return { status: response.status, ...((await response.json()) as Told) };
};
const advance = (running: Running, advanceMs: unknown) =>
  clock(running, { method: 'POST', body: JSON.stringify({ advanceMs }) });

test('a manual clock stands still, and a day of a blocked shard passes in moments', async () => {
  await using running = await up('--clock', 'manual', '--pace', 'aws');
  const { nowMs, kind } = await clock(running);
  expect(kind).toBe('manual');
  await put(running);
  await advance(running, 2000);
  await running.printed('✗ Error: never');
  await running.printed('again in 200 ms');
  // With unlimited retries and no age limit, the record ends when the stream forgets it.
  await advance(running, 23 * HOUR_MS);
  expect(running.output).not.toContain('⊘');
  const laterMs = nowMs + 24 * HOUR_MS + 2000;
  expect(await advance(running, HOUR_MS)).toMatchObject({ nowMs: laterMs });
  const refused = { status: 400, message: expect.stringContaining('the end of the year 3999') };
  expect(await advance(running, 9e15)).toMatchObject(refused);
  expect(await clock(running)).toMatchObject({ nowMs: laterMs });
  await running.printed('⊘ given up older than the maximum record age → failed');
  expect(running.output.match(/the same error/g)?.length).toBeGreaterThan(1000);
});

test('a scaled clock lets an hour pass in a moment', async () => {
  await using running = await up('--speed', '3600', '--parameter-overrides', 'Age=3600');
  const before = await clock(running);
  expect(before.kind).toBe('scaled');
  await put(running);
  await running.printed('⊘ given up');
  const after = await clock(running);
  expect(after.nowMs - before.nowMs).toBeGreaterThan(HOUR_MS);
});

test('where time is scaled, logs are of its time, as everything else is', async () => {
  await using running = await up('--speed', '3600');
  await put(running);
  await running.printed('✗');
  const { nowMs } = await clock(running);
  const logs = new CloudWatchLogsClient(running.settings);
  const { logGroups: [group] = [] } = await logs.send(new DescribeLogGroupsCommand({}));
  const logGroupName = group?.logGroupName;
  await expect
    .poll(async () => {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
      return Math.max(0, ...events.map(({ timestamp = 0 }) => timestamp));
    })
    .toBeGreaterThan(nowMs);
  logs.destroy();
});

test('only a manual clock can be moved, and only forward', async () => {
  await using running = await up();
  expect(await clock(running)).toMatchObject({ status: 200, kind: 'system' });
  expect(await advance(running, 1000)).toMatchObject({ status: 409 });
  for (const bad of [-1, 1.5, '5', null]) {
    expect(await advance(running, bad)).toMatchObject({ status: 400 });
  }
});

describe.each(['SIGTERM', 'SIGKILL'] as const)('after %s, in the same data folder', (signal) => {
  const again = (...args: string[]) =>
    Running.up([project.template, '--data', project.path('data'), ...args]);

  test('a manual clock goes on exactly where it stood', async () => {
    const first = await again('--clock', 'manual', '--pace', 'aws');
    const { nowMs } = await clock(first);
    await put(first);
    await advance(first, 23 * HOUR_MS);
    await first.end(signal);

    await using second = await again('--clock', 'manual', '--pace', 'aws');
    expect(await clock(second)).toMatchObject({ nowMs: nowMs + 23 * HOUR_MS, kind: 'manual' });
    // The age of what was put before goes on as well: it ends when the stream forgets it.
    await advance(second, HOUR_MS - 1000);
    expect(second.output).not.toContain('⊘');
    // The attempts are a minute apart.
    await advance(second, 120_000);
    await second.printed('⊘ given up older than the maximum record age → failed');
  });

  test('a scaled clock goes on from where it was', async () => {
    const first = await again('--speed', '3600', '--parameter-overrides', 'Age=3600');
    await put(first);
    await first.printed('⊘ given up');
    const { nowMs } = await clock(first);
    const arrivedMs = await putAndRead(first);
    await first.end(signal);

    await using second = await again('--speed', '1');
    const later = await clock(second);
    expect(later.nowMs).toBeGreaterThanOrEqual(arrivedMs);
    // A kill may cost what passes between two keepings.
    expect(later.nowMs).toBeGreaterThan(signal === 'SIGTERM' ? nowMs : nowMs - 1.5 * HOUR_MS);
    expect(later.nowMs).toBeLessThan(nowMs + 24 * HOUR_MS);
  });

  test('the machine does not take over a time that is ahead of its own', async () => {
    const first = await again('--clock', 'manual');
    await advance(first, 27 * HOUR_MS);
    await first.end(signal);

    const args = ['up', project.template, '--port', '0', '--data', project.path('data')];
    const refused = await sluicebox(args);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/is 1 d 2 h ahead of this machine's/);
    expect(refused.stderr).toContain('--speed 1');

    await using going = await again('--speed', '1');
    expect((await clock(going)).kind).toBe('scaled');
  });

  test('a time that the machine has passed is the past, and the folder is its own again', async () => {
    const first = await again('--clock', 'manual');
    const { nowMs } = await clock(first);
    await first.end(signal);
    await (await again()).end(signal);

    await using third = await again('--clock', 'manual');
    expect((await clock(third)).nowMs).toBeGreaterThan(nowMs);
  });
});
