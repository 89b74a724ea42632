import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type _Record,
  CreateStreamCommand,
  DeleteStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  PutRecordsCommand,
  SplitShardCommand,
} from '@aws-sdk/client-kinesis';
import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { awsClients } from '../../src/failures/aws-clients.ts';
import { failureMessage, messageAbout } from '../failure-message.ts';
import { Running, sluicebox, temporaryFolder } from '../running.ts';

const STREAM_ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const SHARD = 'shardId-000000000000';
const HOUR_MS = 3_600_000;

/** An endpoint whose time stands still, with a stream of one shard and a queue of messages. */
async function desk() {
  const up = await Running.up(['--ephemeral', '--clock', 'manual']);
  const folder = temporaryFolder();
  const clients = awsClients(() => up.settings);
  const [kinesis, sqs] = [await clients.kinesis(), await clients.sqs()];
  const create = () =>
    kinesis.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 1 }));
  await create();
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'failed' }));
  const here = { env: up.env, cwd: folder.path };
  const failures = (...args: string[]) => sluicebox(['failures', ...args], here);
  return {
    up,
    kinesis,
    create,
    failures,
    path: (name: string) => join(folder.path, name),
    async put(texts: readonly string[]) {
      const records = texts.map((text) => ({ Data: Buffer.from(text), PartitionKey: text }));
      await kinesis.send(new PutRecordsCommand({ StreamName: 'orders', Records: records }));
    },
    async recordsOf(ShardId = SHARD): Promise<_Record[]> {
      const where = { StreamName: 'orders', ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
      const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(where));
      const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
      return Records;
    },
    send: (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })),
    /** The ids of the messages, the oldest first. */
    async list(): Promise<string[]> {
      const { stdout } = await failures('list', 'failed', '--json', '--no-errors');
      return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
    },
    async [Symbol.asyncDispose]() {
      kinesis.destroy();
      sqs.destroy();
      await up[Symbol.asyncDispose]();
      folder[Symbol.dispose]();
    },
  };
}

const textOf = ({ Data }: _Record) => Buffer.from(Data ?? []).toString();
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `order-${index}`);

test('records of a shard that was split come back, and go to its children', async () => {
  await using shop = await desk();
  await shop.put(numbered(6));
  const parent = await shop.recordsOf();
  await shop.send(messageAbout(parent.slice(3, 6), { streamArn: STREAM_ARN, shardId: SHARD }));
  await shop.send('somebody else’s');
  const half = { ShardToSplit: SHARD, NewStartingHashKey: `${2n ** 127n}` };
  await shop.kinesis.send(new SplitShardCommand({ StreamName: 'orders', ...half }));
  await shop.up.advance(HOUR_MS);
  await shop.put(numbered(20));

  const [id = ''] = await shop.list();
  const shown = await shop.failures('show', id, '--from', 'failed');
  expect(shown.status).toBe(0);
  expect(shown.stdout).toContain('3 given to the function, 3 found in the stream');
  const back = await shop.failures('redrive', id, '--from', 'failed', '--to', 'stream', '--yes');
  expect(back.stdout).toBe(`${id}  deleted  3 sent\n`);
  expect(back).toMatchObject({ status: 0, stderr: expect.stringContaining('1 other message') });
  const children = ['shardId-000000000001', 'shardId-000000000002'];
  const there = (await Promise.all(children.map(shop.recordsOf))).flat().map(textOf);
  expect(there.sort()).toEqual([...numbered(20), 'order-3', 'order-4', 'order-5'].sort());
  expect(await shop.list()).toEqual([]);
});

test('a range across the end of a closed shard is cut there, and its message stays', async () => {
  await using shop = await desk();
  await shop.put(numbered(3));
  const parent = await shop.recordsOf();
  const half = { ShardToSplit: SHARD, NewStartingHashKey: `${2n ** 127n}` };
  await shop.kinesis.send(new SplitShardCommand({ StreamName: 'orders', ...half }));
  await shop.up.advance(HOUR_MS);
  await shop.put(numbered(20));
  const [behind] = await shop.recordsOf('shardId-000000000001');
  const [start = '', end = ''] = [parent[1]?.SequenceNumber, behind?.SequenceNumber];
  await shop.send(failureMessage({ streamArn: STREAM_ARN, start, end, records: 5 }));

  const [id = ''] = await shop.list();
  const shown = await shop.failures('show', id, '--from', 'failed');
  expect(shown.stdout).toContain('5 given to the function, 2 found in the stream');
  expect(shown.stdout).toContain('the shard has no more, and the range goes on');
  expect(shown.status).toBe(1);
  const args = ['redrive', id, '--from', 'failed', '--to', 'stream', '--yes'];
  const redriven = await shop.failures(...args);
  expect(redriven.stdout).toContain(`${id}  left  2 sent\n    Cut after`);
  expect(redriven.status).toBe(1);
  expect(await shop.list()).toEqual([id]);
});

test('a range of ten thousand records comes back as a whole', async () => {
  await using shop = await desk();
  const texts = numbered(10_200);
  for (let from = 0; from < texts.length; from += 500) {
    await shop.put(texts.slice(from, from + 500));
    await shop.up.advance(500);
  }
  const where = {
    StreamName: 'orders',
    ShardId: SHARD,
    ShardIteratorType: 'TRIM_HORIZON',
  } as const;
  const { ShardIterator } = await shop.kinesis.send(new GetShardIteratorCommand(where));
  const page = await shop.kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 200 }));
  const next = { ShardIterator: page.NextShardIterator };
  const { Records = [] } = await shop.kinesis.send(new GetRecordsCommand(next));
  expect(Records).toHaveLength(10_000);
  await shop.send(messageAbout(Records, { streamArn: STREAM_ARN }));

  const [id = ''] = await shop.list();
  const out = shop.path('all.ndjson');
  const args = ['redrive', id, '--from', 'failed', '--to', 'file', '--out', out];
  expect(await shop.failures(...args)).toMatchObject({
    status: 0,
    stdout: `${id}  kept  10000 sent\n`,
  });
  const lines = readFileSync(out, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line).PartitionKey)).toEqual(texts.slice(200));
});

test('aggregates of the Kinesis Producer Library are shown as the records in them', async () => {
  await using shop = await desk();
  const data = ['--data', '{"n": {{sequence(1)}}}', '--kpl', '--count', '5'];
  await sluicebox(['generate', 'orders', ...data, '--rate', 'max'], { env: shop.up.env });
  const records = await shop.recordsOf();
  expect(records).toHaveLength(1);
  await shop.send(messageAbout(records, { streamArn: STREAM_ARN }));
  const [id = ''] = await shop.list();
  const shown = await shop.failures('show', id, '--from', 'failed', '--json');
  const { hydrated } = JSON.parse(shown.stdout);
  const { SequenceNumber: sequenceNumber } = records[0] as _Record;
  expect(hydrated).toMatchObject(
    [1, 2, 3, 4, 5].map((n) => ({
      sequenceNumber,
      subSequenceNumber: n - 1,
      data: { encoding: 'json', text: `{"n": ${n}}` },
    })),
  );
});

test('a handler that is tried gets an aggregate as it did, or what is in it from a consumer', async () => {
  await using shop = await desk();
  const data = ['--data', '{{sequence}}', '--kpl', '--count', '5', '--rate', 'max'];
  await sluicebox(['generate', 'orders', ...data], { env: shop.up.env });
  const records = await shop.recordsOf();
  await shop.send(messageAbout(records, { streamArn: STREAM_ARN }));
  const consumerArn = `${STREAM_ARN}/consumer/fast:1`;
  await shop.send(messageAbout(records, { streamArn: consumerArn, requestId: 'second' }));
  const handler = shop.path('app.mjs');
  writeFileSync(handler, 'export const handler = async () => {};\n');
  const { stdout } = await shop.failures('list', 'failed', '--json', '--no-errors');
  for (const { id, streamArn } of JSON.parse(stdout) as { id: string; streamArn: string }[]) {
    const tried = await shop.failures('test', id, '--from', 'failed', '--function', handler);
    const count = streamArn === consumerArn ? 5 : 1;
    expect(tried.stdout).toContain(`0 of ${count} records fail alone.`);
  }
});

test('what has expired is said, whoever asks, and its message stays', async () => {
  await using shop = await desk();
  await shop.put(['early']);
  await shop.up.advance(23 * HOUR_MS);
  await shop.put(['late']);
  const records = await shop.recordsOf();
  const about = { streamArn: STREAM_ARN };
  await shop.send(messageAbout(records.slice(0, 1), { ...about, requestId: 'early' }));
  await shop.send(messageAbout(records, { ...about, requestId: 'both' }));
  await shop.up.advance(2 * HOUR_MS);

  const { stdout } = await shop.failures('list', 'failed', '--json', '--no-errors');
  const listed = JSON.parse(stdout) as { id: string; requestId: string; expiry: string }[];
  expect(listed.map(({ requestId, expiry }) => `${requestId}: ${expiry}`)).toEqual([
    'early: gone',
    'both: partly-gone',
  ]);
  const out = shop.path('saved.ndjson');
  const all = ['redrive', '--all', '--from', 'failed'];
  const dry = await shop.failures(...all, '--to', 'stream', '--dry-run');
  expect(dry.stderr).toContain('Records expired or gone, wholly or in part');
  expect(dry.status).toBe(1);
  const saved = await shop.failures(
    ...all,
    '--to',
    'file',
    '--out',
    out,
    '--delete-messages',
    '--yes',
  );
  expect(saved.stdout).toContain('The records are past the retention of the stream.');
  expect(saved.stdout).toContain('The first records of the range are past the retention');
  expect(saved.stderr).toContain('1 record sent, 0 messages deleted, 2 messages left.');
  expect(saved.status).toBe(1);
  const exported = await shop.failures(
    'export',
    '--all',
    '--from',
    'failed',
    '--out',
    shop.path('x'),
  );
  expect(exported.status).toBe(1);
  for (const { id } of listed) expect(existsSync(shop.path(`x/${id}/hydration.json`))).toBe(true);
  expect(await shop.list()).toHaveLength(2);
});

test('a stream that is gone, or was made anew, has nothing to give back', async () => {
  await using shop = await desk();
  await shop.put(['one']);
  await shop.send(messageAbout(await shop.recordsOf(), { streamArn: STREAM_ARN }));
  const [id = ''] = await shop.list();
  await shop.kinesis.send(new DeleteStreamCommand({ StreamName: 'orders' }));
  await shop.up.advance(HOUR_MS);
  const isGone = async () => {
    const listed = await shop.failures('list', 'failed', '--json', '--no-errors');
    expect(JSON.parse(listed.stdout)).toMatchObject([{ id, expiry: 'gone', expiresAt: null }]);
    const shown = await shop.failures('show', id, '--from', 'failed');
    expect(shown.stdout).toContain('The stream is gone, or another one has its name now.');
    expect(shown.status).toBe(1);
    const args = ['redrive', id, '--from', 'failed', '--to', 'stream', '--yes'];
    const redriven = await shop.failures(...args);
    expect(redriven.stdout).toContain(`${id}  left`);
    expect(redriven.status).toBe(1);
  };
  await isGone();
  await shop.create();
  await shop.put(['another']);
  await isGone();
});
