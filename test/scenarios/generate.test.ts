import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateStreamCommand,
  DescribeStreamSummaryCommand,
  KinesisClient,
} from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsSettings } from '../aws-environment.ts';
import { HAS_MOTO, startMoto } from '../moto.ts';
import { Running, sluicebox, temporaryFolder } from '../running.ts';

let running: Running;
let folder: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  folder = temporaryFolder();
  running = await Running.up(['--ephemeral']);
});
afterAll(async () => {
  await running.end();
  folder[Symbol.dispose]();
});

/** Makes a stream, by HTTP/1.1, which every emulator understands. */
async function makeStream(endpoint: string, StreamName: string, ShardCount = 1): Promise<void> {
  const configuration = awsSettings(endpoint);
  const { requestHandler } = new LambdaClient(configuration).config;
  const client = new KinesisClient({ ...configuration, requestHandler });
  await client.send(new CreateStreamCommand({ StreamName, ShardCount }));
  await client.send(new DescribeStreamSummaryCommand({ StreamName }));
  client.destroy();
}

const generate = (args: readonly string[], env = running.env) =>
  sluicebox(['generate', ...args], { env });

interface Tailed {
  readonly data: string;
  readonly partitionKey: string;
  readonly shardId: string;
  readonly subSequenceNumber?: number;
}

/** All records of a stream, as `tail` tells them. */
async function recordsOf(stream: string, env = running.env): Promise<Tailed[]> {
  const args = ['tail', stream, '--from', 'trim-horizon', '--no-follow', '--json'];
  const { stdout, stderr, status } = await sluicebox(args, { env });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  return stdout.trim() === ''
    ? []
    : stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
}

test('what a template makes arrives in the stream, as often as it was asked for', async () => {
  await makeStream(running.endpoint, 'orders', 2);
  const template = join(folder.path, 'order.template');
  writeFileSync(
    template,
    '{\n  "id": {{sequence}},\n  "by": "{{name.firstName}}",\n' +
      '  "state": "{{random.arrayElement(["new", "paid"])}}"\n}\n',
  );
  const args = ['orders', '--template', template, '--rate', 'max', '--count', '1200'];
  const { status, stdout, stderr } = await generate([
    ...args,
    '--partition-key',
    'customer-{{random.number(50)}}',
    '--json',
  ]);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(JSON.parse(stdout)).toMatchObject({ put: 1200, lost: 0, poisoned: 0 });
  const records = await recordsOf('orders');
  const orders = records.map(({ data }) => JSON.parse(data));
  expect(orders.map(({ id }) => id).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 1200 }, (_, index) => index + 1),
  );
  expect(new Set(records.map(({ shardId }) => shardId)).size).toBe(2);
  expect(records.every(({ partitionKey }) => /^customer-\d+$/.test(partitionKey))).toBe(true);
});

test('a table of the week says how many there are', async () => {
  await makeStream(running.endpoint, 'weekly');
  const table = join(folder.path, 'week.txt');
  writeFileSync(table, '# all the time\n* * 200 10\n');
  const args = ['weekly', '--periodic', table, '--count', '100', '--json'];
  const { status, stdout } = await generate(args);
  expect([status, JSON.parse(stdout).put]).toEqual([0, 100]);
  writeFileSync(table, 'mon-fri nine 100\n');
  const refused = await generate(args);
  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused.stderr).toContain('--periodic, line 1: A line is DAYS HOURS MEAN');
  expect((await generate([...args, '--rate', '5'])).status).toBe(2);
});

test('a seed makes the same records again; bad ones are among them', async () => {
  const args = ['--sample', '200', '--seed', '7', '--poison', '10%'];
  const [one, other, third] = await Promise.all([
    generate(args),
    generate(args),
    generate([...args.slice(0, 3), '8', ...args.slice(4)]),
  ]);
  expect(one?.stdout).toBe(other?.stdout);
  expect(one?.stdout).not.toBe(third?.stdout);
  const lines = one?.stdout.trimEnd().split('\n') ?? [];
  const bad = lines.filter((line) => !line.endsWith('}'));
  expect(lines).toHaveLength(200);
  expect(bad.length).toBeGreaterThan(5);
  expect(bad.length).toBeLessThan(50);
});

test('aggregates of the Kinesis Producer Library come out as the records in them', async () => {
  await makeStream(running.endpoint, 'aggregated', 3);
  const args = ['aggregated', '--kpl', '--count', '500', '--rate', 'max', '--data', '{{sequence}}'];
  expect((await generate(args)).status).toBe(0);
  const records = await recordsOf('aggregated');
  const numbers = records.map(({ data }) => Number(data)).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 500 }, (_, index) => index + 1));
  expect(records.filter((record) => record.subSequenceNumber !== undefined).length).toBe(500);
});

test('one shard is given no more than a thousand records a second, unless that is said', async () => {
  await makeStream(running.endpoint, 'narrow');
  const rate = async (...more: string[]) => {
    const args = ['narrow', '--rate', 'max', '--duration', '1s', '--json', ...more];
    const { put, tookMs } = JSON.parse((await generate(args)).stdout);
    return put / (tookMs / 1000);
  };
  const limited = await rate();
  expect(limited).toBeGreaterThan(0);
  expect(limited).toBeLessThan(1300);
  expect(await rate('--no-shard-limits')).toBeGreaterThan(2000);
});

test.each([
  [['nowhere', '--count', '1'], 'Stream nowhere under account 000000000000 not found'],
  [['--sample', '1', '--data', '{{person.constructor}}'], 'no function person.constructor'],
  [['--sample', '1', '--data', 'x', '--template', 'y'], 'not both'],
  [['--sample', '1', '--template', '/nonexistent/template'], 'ENOENT'],
  [['--sample', '1', '--poison-template', 'x'], '--poison 1%'],
  [['orders', '--rate', '0'], 'A rate of 0'],
  [['orders', '--rate', 'quick'], 'records a second, or max'],
  [['--count', '1'], 'Name a stream'],
  [['orders', '--count', '1', '--endpoint-url', 'http://127.0.0.1:1'], 'nothing answers'],
])('generate %j is refused: %s', async (args, message) => {
  const { status, stderr, stdout } = await generate(args);
  expect(stderr).toContain(message);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

describe.skipIf(!HAS_MOTO)('against moto, which is not ours (needs Python’s moto)', () => {
  test('records are put, and read again', async () => {
    await using moto = await startMoto();
    const env = { ...running.env, AWS_ENDPOINT_URL: moto.endpoint };
    await makeStream(moto.endpoint, 'elsewhere', 2);
    const args = ['elsewhere', '--count', '50', '--rate', 'max', '--data', 'text {{sequence}}'];
    expect(await generate(args, env)).toMatchObject({ status: 0 });
    const texts = (await recordsOf('elsewhere', env)).map(({ data }) => data);
    expect(texts.sort()).toEqual(
      Array.from({ length: 50 }, (_, index) => `text ${index + 1}`).sort(),
    );
  });
});
