import { join } from 'node:path';
import { CreateStreamCommand, KinesisClient, SplitShardCommand } from '@aws-sdk/client-kinesis';
import {
  CreateEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, Running, sluicebox, spawnSluicebox } from '../running.ts';

const STREAM = 'DataActivityKinesisStream';

let running: Running;
beforeAll(async () => {
  running = await Running.up([join(ROOT, 'pattern/template.yaml'), '--ephemeral']);
});
afterAll(async () => {
  await running.end();
});

const run = (...args: string[]) => sluicebox(args, { env: running.env });

/** `sluicebox tail` in a process of its own, for as long as the test goes on with it. */
const tail = (...args: string[]) => spawnSluicebox(['tail', ...args], { env: running.env });

const ELEMENT = { AtomicNumber: 1, Element: 'Hydrogen', Symbol: 'H', AtomicMass: 1.008 };
const put = (element: object) =>
  run('put', STREAM, '--partition-key', 'k', '--data', JSON.stringify(element));

/** The first event of what `tail --json` printed. */
const eventIn = (output: string) =>
  JSON.parse(output.split('\n').find((line) => line.startsWith('{')) ?? '');

test('the batches of a mapping are drawn as they fail, are halved, and are given up', async () => {
  await using tailing = tail('--mapping');
  await tailing.printed('Batches of all mappings');
  await put({ ...ELEMENT, AtomicMass: '1.008' });
  await tailing.printed('⊘ given up after 6 attempts → AnomalyDataQueue');
  await tailing.printed('✗ InvalidElementError');
  expect(await tailing.end('SIGINT')).toBe(0);
});

test('events come as JSON for programs', async () => {
  await using all = tail('--mapping', '--json', '--limit', '1');
  await all.printed('Batches of all mappings');
  await put(ELEMENT);
  expect(await all.ended).toBe(0);
  expect(eventIn(all.output).name).toBe('batch-invoked');
});

test('events come of one mapping alone, when it is named', async () => {
  const [kinesis, lambda] = [
    new KinesisClient(running.settings),
    new LambdaClient(running.settings),
  ];
  await kinesis.send(new CreateStreamCommand({ StreamName: 'other', ShardCount: 1 }));
  const { EventSourceMappings: [ofPattern] = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({}),
  );
  const { UUID: other } = await lambda.send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/other',
      FunctionName: ofPattern?.FunctionArn,
      StartingPosition: 'TRIM_HORIZON',
    }),
  );
  kinesis.destroy();
  lambda.destroy();
  await using all = tail('--mapping', '--json');
  await using one = tail('--mapping', `${other}`, '--json', '--limit', '1');
  await all.printed('Batches of all mappings');
  await one.printed(`Batches of ${other}`);
  await put(ELEMENT);
  await all.printed('batch-succeeded');
  await run('put', 'other', '--data', JSON.stringify(ELEMENT));
  expect(await one.ended).toBe(0);
  expect(eventIn(one.output).event.mappingId).toBe(other);
});

test('records are shown as they arrive, also after their shard was split', async () => {
  await using tailing = tail(STREAM, '--from', 'trim-horizon');
  await put({ ...ELEMENT, Element: 'before' });
  await tailing.printed('before');
  const client = new KinesisClient(running.settings);
  await client.send(
    new SplitShardCommand({
      StreamName: STREAM,
      ShardToSplit: 'shardId-000000000000',
      NewStartingHashKey: String(2n ** 127n),
    }),
  );
  client.destroy();
  await put({ ...ELEMENT, Element: 'after' });
  await tailing.printed('after');
  await tailing.printed(/shard [12] \d+ k .*after/);
});

test('the logs of a function are found by its logical id, and followed', async () => {
  await using tailing = tail('--function', 'DataStreamProcessor', '--from', '1h');
  await put({ ...ELEMENT, Element: 'Oganesson' });
  await tailing.printed('Oganesson');
  await tailing.printed('REPORT RequestId');
});

test.each([
  [[], 'Give one of'],
  [['a', '--mapping'], 'Give one of'],
  [['nowhere'], 'not found'],
  [['--function', 'nobody'], 'There is no function nobody'],
  [['--mapping', '11111111-1111-1111-1111-111111111111'], 'does not exist'],
  [['--mapping', '--aws'], 'needs a local endpoint'],
  [[STREAM, '--from', 'yesterday'], 'trim-horizon'],
  [[STREAM, '--from', '1'.repeat(56)], '--shard'],
  [[STREAM, '--shard', 'shardId-000000000099'], 'no shard'],
])('tail %j is refused: %s', async (args, message) => {
  const { status, stderr, stdout } = await run('tail', ...args);
  expect(stderr).toContain(message);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

test('when the endpoint ends, so does what follows it', async () => {
  const short = await Running.up(['--ephemeral']);
  await using tailing = tail('--mapping', '--endpoint-url', short.endpoint);
  await tailing.printed('Batches of all mappings');
  await short.end();
  expect(await tailing.ended).toBe(1);
  await tailing.printed('The endpoint ended.');
});

test('how long ago something was is told by the clock of the endpoint', async () => {
  const manual = await Running.up(['--ephemeral', '--clock', 'manual']);
  try {
    const { env, settings } = manual;
    const pass = (advanceMs: number) =>
      fetch(new URL('/_sluicebox/clock', settings.endpoint), {
        method: 'POST',
        body: JSON.stringify({ advanceMs }),
      });
    const kinesis = new KinesisClient(settings);
    await kinesis.send(new CreateStreamCommand({ StreamName: 'slow', ShardCount: 1 }));
    kinesis.destroy();
    await pass(60_000);
    await sluicebox(['put', 'slow', '--data', 'an-hour-old'], { env });
    await pass(3_600_000);
    const since = (from: string) =>
      sluicebox(['tail', 'slow', '--no-follow', '--from', from], { env });
    expect((await since('10m')).stdout).toBe('');
    expect((await since('2h')).stdout).toContain('an-hour-old');
  } finally {
    await manual.end();
  }
});

test('after a reset it is said, and the new stream is read from its start', async () => {
  const other = await Running.up([join(ROOT, 'pattern/template.yaml'), '--ephemeral']);
  try {
    const { env } = other;
    const putThere = (data: string) =>
      sluicebox(['put', STREAM, '--partition-key', 'k', '--data', data], { env });
    await using tailing = spawnSluicebox(['tail', STREAM, '--from', 'trim-horizon'], { env });
    await putThere('before');
    await tailing.printed('before');
    await fetch(new URL('/_sluicebox/reset', other.endpoint), { method: 'POST' });
    await putThere('after');
    await tailing.printed('was reset');
    await tailing.printed(/k .*after/);
    expect(await tailing.end('SIGINT')).toBe(0);
  } finally {
    await other.end();
  }
});

test('where time stands still and reads are used up, it ends and says so', async () => {
  const still = await Running.up(['--ephemeral', '--clock', 'manual', '--limits', 'strict']);
  try {
    const kinesis = new KinesisClient(still.settings);
    await kinesis.send(new CreateStreamCommand({ StreamName: 'slow', ShardCount: 1 }));
    kinesis.destroy();
    const look = () => sluicebox(['tail', 'slow', '--no-follow'], { env: still.env });
    let seen = await look();
    for (let times = 0; times < 5 && seen.status === 0; times++) seen = await look();
    expect(seen.stderr).toContain('time stands still');
    expect(seen.status).toBe(2);
  } finally {
    await still.end();
  }
});
