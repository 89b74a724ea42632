import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateStreamCommand,
  KinesisClient,
  ListStreamsCommand,
  RegisterStreamConsumerCommand,
  SubscribeToShardCommand,
} from '@aws-sdk/client-kinesis';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DEFAULT_SCOPE } from '../aws/scope.ts';
import { PACES } from '../event-source-mapping/pace.ts';
import { Events } from '../observe/events.ts';
import { systemRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { StoreError } from '../store/store-error.ts';
import { Endpoint } from './endpoint.ts';
import { Time } from './time.ts';

let folder: string;
let endpoint: Endpoint;
let kinesis: KinesisClient;
let isFull = false;
const filled: string[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluicebox-test-'));
  const memory = new MemoryStore();
  const store: Store = {
    get: (key) => memory.get(key),
    range: (range) => memory.range(range),
    close: () => memory.close(),
    async transact(work) {
      if (isFull) throw new StoreError('Full', 'There is no room.');
      return memory.transact(work);
    },
  };
  const time = new Time({ kind: 'system' }, { store, onProblem: () => {} });
  endpoint = new Endpoint({
    ...{ time, events: new Events(), random: systemRandom, pace: PACES.fast },
    packagesDirectory: folder,
  });
  await endpoint.listen({ host: '127.0.0.1', port: 0 });
  const credentials = { accessKeyId: DEFAULT_SCOPE.account, secretAccessKey: 'local' };
  kinesis = new KinesisClient({
    endpoint: endpoint.url,
    region: DEFAULT_SCOPE.region,
    credentials,
  });
});
afterEach(async () => {
  isFull = false;
  filled.length = 0;
  kinesis.destroy();
  await endpoint.close();
  rmSync(folder, { recursive: true, force: true });
});

const reset = async () =>
  (await fetch(`${endpoint.url}/_sluicebox/reset`, { method: 'POST' })).status;
const streams = async () => (await kinesis.send(new ListStreamsCommand({}))).StreamNames;
const create = (StreamName: string) =>
  kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));

test('a new world is filled as the first one was', async () => {
  await endpoint.fillWith(async () => {
    filled.push('filled');
  });
  const before = endpoint.world;
  await create('a');
  expect(await reset()).toBe(200);
  expect(await streams()).toEqual([]);
  expect(endpoint.world).not.toBe(before);
  expect(filled).toHaveLength(2);
});

test('a store that cannot be cleared leaves everything there, and the endpoint goes on', async () => {
  await create('a');
  isFull = true;
  expect(await reset()).toBe(500);
  isFull = false;
  expect(await streams()).toEqual(['a']);
  await create('b');
  expect(await streams()).toEqual(['a', 'b']);
});

test('resets that are asked for at once are done one after the other', async () => {
  await create('a');
  expect(await Promise.all([reset(), reset(), reset()])).toEqual([200, 200, 200]);
  expect(await streams()).toEqual([]);
});

test('who is subscribed to a shard is let go', async () => {
  await create('a');
  const StreamARN = `arn:aws:kinesis:us-east-1:${DEFAULT_SCOPE.account}:stream/a`;
  const { Consumer } = await kinesis.send(
    new RegisterStreamConsumerCommand({ StreamARN, ConsumerName: 'c' }),
  );
  const { EventStream } = await kinesis.send(
    new SubscribeToShardCommand({
      ConsumerARN: Consumer?.ConsumerARN,
      ShardId: 'shardId-000000000000',
      StartingPosition: { Type: 'TRIM_HORIZON' },
    }),
  );
  const read = (async () => {
    for await (const _ of EventStream ?? []);
  })().catch(() => {});
  expect(await reset()).toBe(200);
  await read;
  expect(await streams()).toEqual([]);
});
