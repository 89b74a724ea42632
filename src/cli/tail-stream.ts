import { type Clock, sleep } from '../clock/clock.ts';
import type { Start } from './tail-from.ts';

/** A record as it was read. */
export interface TailedRecord {
  readonly shardId: string;
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Uint8Array;
  /** Epoch milliseconds. */
  readonly arrivedAtMs: number;
}

/** A shard, with the shards that it came from. */
export interface TailedShard {
  readonly shardId: string;
  readonly parentIds: readonly string[];
}

/** Where in a shard to begin; after a sequence number, to go on. */
export type ShardPosition = Start | { readonly type: 'after'; readonly sequenceNumber: string };

/** What reading a stream needs. */
export interface StreamReader {
  /** The shards that a reader who begins there reads first, or later as children. */
  shards(from: Start): Promise<readonly TailedShard[]>;
  iterator(shardId: string, position: ShardPosition): Promise<string>;
  /** Without a next iterator the shard is closed and read to its end. */
  read(shardId: string, iterator: string): Promise<ReadPage>;
}

export interface ReadPage {
  readonly records: readonly TailedRecord[];
  readonly next: string | undefined;
  readonly children: readonly TailedShard[];
  readonly behindMs: number;
}

export interface TailOptions {
  readonly reader: StreamReader;
  readonly from: Start;
  /** Only this shard, and not its children. */
  readonly shardId?: string | undefined;
  /** Go on when all that is there was read. */
  readonly follows: boolean;
  /** From one read of a shard to the next, in milliseconds. */
  readonly pauseMs: number;
  readonly clock: Clock;
  /** The time where the stream is, which is not that of the clock when it is moved by hand. */
  readonly streamTime: () => Promise<number>;
  readonly signal: AbortSignal;
  readonly take: (record: TailedRecord) => void;
  /** The stream is gone; another of its name is read from its start, once it is there. */
  readonly onGone: () => void;
}

/** An iterator that was good a moment ago is not known any more. */
class StreamGoneError extends Error {}

/** Errors after which the next read may succeed (Kinesis API reference, GetRecords). */
const PASSING = /ProvisionedThroughputExceeded|LimitExceeded|Throttl|KMSThrottl|InternalFailure/;

/**
 * Reads the shards of a stream side by side, children after their parents, so that what has one
 * partition key comes in its order. Resolves when there is no more to read, or at the signal. Goes
 * on with the new stream when the endpoint was reset meanwhile, and waits for it if it follows.
 */
export async function tailStream(options: TailOptions): Promise<void> {
  let { from } = options;
  for (let mayBeMissing = false; ; mayBeMissing = options.follows) {
    const others = new AbortController();
    const signal = AbortSignal.any([options.signal, others.signal]);
    const all = await shardsOf({ ...options, from }, mayBeMissing);
    try {
      return await readShards(all, { ...options, from, signal });
    } catch (error) {
      others.abort();
      if (!(error instanceof StreamGoneError)) throw error;
    }
    options.onGone();
    from = { type: 'trim-horizon' };
  }
}

async function shardsOf(
  { reader, from, pauseMs, clock, signal }: TailOptions,
  mayBeMissing: boolean,
): Promise<readonly TailedShard[]> {
  while (!signal.aborted) {
    try {
      return await reader.shards(from);
    } catch (error) {
      const isMissing = (error as Error).name === 'ResourceNotFoundException';
      if (!isMissing || !mayBeMissing) throw error;
    }
    await sleep(clock, pauseMs, signal);
  }
  return [];
}

async function readShards(all: readonly TailedShard[], options: TailOptions): Promise<void> {
  const { from, shardId, signal } = options;
  if (signal.aborted) return;
  const shards = shardId === undefined ? all : all.filter((shard) => shard.shardId === shardId);
  if (shardId !== undefined && shards.length === 0) {
    throw new Error(`There is no shard ${shardId} to read from there.`);
  }
  const known = new Map<string, TailedShard>(shards.map((shard) => [shard.shardId, shard]));
  const begun = new Set<string>();
  const finished = new Set<string>();
  const first = new Set(known.keys());
  const readFrom = async (shard: TailedShard): Promise<void> => {
    begun.add(shard.shardId);
    // What became of a shard while it was read is new as a whole.
    const position: Start = first.has(shard.shardId) ? from : { type: 'trim-horizon' };
    const children = await readShard(shard.shardId, position, options);
    if (children === 'stopped') return;
    finished.add(shard.shardId);
    if (shardId !== undefined) return;
    for (const child of children) if (!known.has(child.shardId)) known.set(child.shardId, child);
    await readReady();
  };
  const readReady = async (): Promise<void> => {
    const isReady = ({ parentIds, shardId: id }: TailedShard) =>
      !begun.has(id) && parentIds.every((parent) => !known.has(parent) || finished.has(parent));
    await Promise.all([...known.values()].filter(isReady).map(readFrom));
  };
  await readReady();
}

/** Reads a shard to its end, which answers its children, or until there is no reason to go on. */
async function readShard(
  shardId: string,
  from: Start,
  options: TailOptions,
): Promise<readonly TailedShard[] | 'stopped'> {
  const { reader, follows, pauseMs, clock, signal, take } = options;
  let position: ShardPosition = from;
  let iterator: string | undefined;
  let heldUpAtMs: number | undefined;
  while (!signal.aborted) {
    try {
      iterator ??= await reader.iterator(shardId, position);
      const page: ReadPage = await reader.read(shardId, iterator);
      for (const record of page.records) {
        if (signal.aborted) return 'stopped';
        take(record);
        position = { type: 'after', sequenceNumber: record.sequenceNumber };
      }
      if (page.next === undefined) return page.children;
      iterator = page.next;
      if (!follows && page.behindMs === 0 && page.records.length === 0) return 'stopped';
    } catch (error) {
      const { name } = error as Error;
      const hasBegun = iterator !== undefined || position.type === 'after';
      if (hasBegun && name === 'InvalidArgumentException') throw new StreamGoneError();
      // An iterator lives for five minutes (Kinesis API reference).
      if (name === 'ExpiredIteratorException') iterator = undefined;
      else if (!PASSING.test(name)) throw error;
      else if (!follows) heldUpAtMs = await movedOn(heldUpAtMs, options);
    }
    await sleep(clock, pauseMs, signal);
  }
  return 'stopped';
}

/** What shall end is held up for no longer than time goes on: a second of throttling may never pass. */
async function movedOn(beforeMs: number | undefined, { streamTime }: TailOptions): Promise<number> {
  const nowMs = await streamTime();
  if (nowMs !== beforeMs) return nowMs;
  throw new Error(
    'the reads of this second are used up (ProvisionedThroughputExceededException), and time ' +
      'stands still at the endpoint: there may be more to read. Let time go on there with ' +
      'POST /_sluicebox/clock, or leave out --no-follow to wait for that.',
  );
}
