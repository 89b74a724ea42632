import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import {
  type ReadPage,
  type ShardPosition,
  type StreamReader,
  type TailedShard,
  type TailOptions,
  tailStream,
} from './tail-stream.ts';

/** A shard of a made-up stream: its records, and what it became. */
interface Given {
  readonly records: readonly string[];
  readonly parents?: readonly string[];
  readonly children?: readonly string[];
}

const numberOf = (index: number) => String(index);

/** A stream whose iterators are `shard:index`, with one record on each page. */
function stream(shards: Record<string, Given>, fail: (iterator: string) => void = () => {}) {
  const positions: [string, ShardPosition][] = [];
  const shardOf = (shardId: string): TailedShard => ({
    shardId,
    parentIds: shards[shardId]?.parents ?? [],
  });
  const reader: StreamReader = {
    shards: async ({ type }) =>
      Object.keys(shards)
        .filter((id) => type !== 'latest' || !shards[id]?.parents)
        .map(shardOf),
    async iterator(shardId, position) {
      positions.push([shardId, position]);
      const at = position.type === 'after' ? Number(position.sequenceNumber) + 1 : 0;
      return `${shardId}:${at}`;
    },
    async read(shardId, iterator): Promise<ReadPage> {
      fail(iterator);
      const { records, children } = shards[shardId] as Given;
      const at = Number(iterator.split(':')[1]);
      const text = records[at];
      const atEnd = text === undefined && children !== undefined;
      const record = { shardId, sequenceNumber: numberOf(at), partitionKey: 'k', arrivedAtMs: 0 };
      return {
        records: text === undefined ? [] : [{ ...record, data: Buffer.from(text) }],
        next: atEnd ? undefined : `${shardId}:${text === undefined ? at : at + 1}`,
        children: atEnd ? (children ?? []).map(shardOf) : [],
        behindMs: text === undefined ? 0 : 1,
      };
    },
  };
  return { reader, positions };
}

async function tailed(reader: StreamReader, options: Partial<TailOptions> = {}) {
  const clock = new ManualClock();
  const texts: string[] = [];
  let isDone = false;
  const run = tailStream({
    reader,
    from: { type: 'trim-horizon' },
    follows: false,
    pauseMs: 100,
    clock,
    streamTime: async () => clock.now(),
    onGone: () => {},
    signal: new AbortController().signal,
    take: ({ data }) => texts.push(Buffer.from(data).toString()),
    ...options,
  }).finally(() => {
    isDone = true;
  });
  run.catch(() => {});
  while (!isDone) {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    clock.advance(100);
  }
  await run;
  return texts;
}

test('what became of a shard is read after it, and a merged shard after both', async () => {
  const { reader } = stream({
    a: { records: ['1', '2'], children: ['c'] },
    b: { records: ['1', '2', '3', '4'], children: ['c'] },
    c: { records: ['last'], parents: ['a', 'b'] },
  });
  const texts = await tailed(reader);
  expect(texts).toHaveLength(7);
  expect(texts.at(-1)).toBe('last');
});

test('a reader of what is new follows it into shards that were not there, from their start', async () => {
  const { reader, positions } = stream({
    a: { records: ['1'], children: ['b', 'c'] },
    b: { records: ['b'], parents: ['a'] },
    c: { records: ['c'], parents: ['a'] },
  });
  expect(await tailed(reader, { from: { type: 'latest' } })).toEqual(['1', 'b', 'c']);
  expect(positions).toEqual([
    ['a', { type: 'latest' }],
    ['b', { type: 'trim-horizon' }],
    ['c', { type: 'trim-horizon' }],
  ]);
});

test('an iterator that expired is replaced, and nothing is read twice or left out', async () => {
  let failed = false;
  const { reader, positions } = stream({ a: { records: ['1', '2', '3'] } }, (iterator) => {
    if (failed || iterator !== 'a:2') return;
    failed = true;
    throw Object.assign(new Error('too old'), { name: 'ExpiredIteratorException' });
  });
  expect(await tailed(reader)).toEqual(['1', '2', '3']);
  expect(positions.at(-1)).toEqual(['a', { type: 'after', sequenceNumber: '1' }]);
});

test('throttling is waited out', async () => {
  let times = 0;
  const { reader } = stream({ a: { records: ['1'] } }, () => {
    if (times++ >= 3) return;
    throw Object.assign(new Error(), { name: 'ProvisionedThroughputExceededException' });
  });
  expect(await tailed(reader)).toEqual(['1']);
});

/** A failure of the SDK by its name. */
const named = (name: string) => Object.assign(new Error(name), { name });

test('what shall end is not held up by throttling while time stands still', async () => {
  const { reader } = stream({ a: { records: ['1'] } }, () => {
    throw named('ProvisionedThroughputExceededException');
  });
  const run = tailed(reader, { streamTime: async () => 0 });
  await expect(run).rejects.toThrow('time stands still');
});

test('after a reset the new stream is read from its start, by all that is there then', async () => {
  const old = stream(
    { a: { records: ['1', '2'] }, b: { records: ['1', '2', '3'] } },
    (iterator) => {
      if (iterator === 'a:1') throw named('InvalidArgumentException');
    },
  );
  const renewed = stream({ a: { records: ['new'] } });
  let [reader, isMissing, notes] = [old.reader, true, 0];
  const texts: string[] = [];
  const controller = new AbortController();
  await tailed(
    {
      shards: async (from) => {
        if (notes > 0 && isMissing) {
          isMissing = false;
          throw named('ResourceNotFoundException');
        }
        return reader.shards(from);
      },
      iterator: (...args) => reader.iterator(...args),
      read: (...args) => reader.read(...args),
    },
    {
      from: { type: 'latest' },
      follows: true,
      signal: controller.signal,
      onGone: () => {
        notes++;
        reader = renewed.reader;
      },
      take: ({ data }) => {
        texts.push(Buffer.from(data).toString());
        if (texts.at(-1) === 'new') controller.abort();
      },
    },
  );
  expect(notes).toBe(1);
  expect(texts.slice(texts.indexOf('new'))).toEqual(['new']);
  expect(renewed.positions).toEqual([['a', { type: 'trim-horizon' }]]);
});

test('a sequence number that was refused from the beginning is no reset', async () => {
  const { reader } = stream({ a: { records: [] } });
  const iterator = () => Promise.reject(named('InvalidArgumentException'));
  await expect(tailed({ ...reader, iterator })).rejects.toThrow('InvalidArgumentException');
});

test('what is no passing error ends it', async () => {
  const { reader } = stream({ a: { records: [] } }, () => {
    throw Object.assign(new Error('not yours'), { name: 'AccessDeniedException' });
  });
  await expect(tailed(reader)).rejects.toThrow('not yours');
});

test('one shard alone is read where that is asked for, and must be there', async () => {
  const { reader } = stream({
    a: { records: ['1'], children: ['c'] },
    b: { records: ['2'] },
    c: { records: ['3'], parents: ['a'] },
  });
  expect(await tailed(reader, { shardId: 'a' })).toEqual(['1']);
  await expect(tailed(reader, { shardId: 'x' })).rejects.toThrow('no shard x');
});

test('at the signal it stops between two records', async () => {
  const controller = new AbortController();
  const { reader } = stream({ a: { records: ['1', '2', '3'] } });
  const texts: string[] = [];
  await tailed(reader, {
    follows: true,
    signal: controller.signal,
    take: ({ data }) => {
      texts.push(Buffer.from(data).toString());
      if (texts.length === 2) controller.abort();
    },
  });
  expect(texts).toEqual(['1', '2']);
});
