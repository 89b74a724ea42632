import { ManualClock } from '../clock/manual-clock.ts';
import { type EventMap, Events } from '../observe/events.ts';
import { seededRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { Streams } from './streams.ts';

export const scope = { account: '123456789012', region: 'us-east-1' };
export const HOUR_MS = 3_600_000;
export const HASH_KEYS = 2n ** 128n;

let worlds = 0;

/** Streams on a store, with a clock that stands still, and what they told of closed shards. */
export function streamsOn(store: Store = new MemoryStore()) {
  const clock = new ManualClock();
  const closed: EventMap['shard-closed'][] = [];
  const events = new Events();
  events.on('shard-closed', (event) => closed.push(event));
  // Streams of worlds that share a store must not have the same ids.
  const random = seededRandom(++worlds);
  const open = (on: Store = store) => new Streams({ store: on, clock, random, events });
  return { store, clock, events, closed, open, streams: open() };
}

/** The open shards of `orders`: their numbers and hash keys, in the order of the hash keys. */
export function openShards(streams: Streams) {
  return streams
    .listShards(scope, 'orders', { filter: { type: 'AT_LATEST' } })
    .shards.map(({ shardId, hashKeyRange }) => ({
      shardId,
      starting: BigInt(hashKeyRange.startingHashKey),
      ending: BigInt(hashKeyRange.endingHashKey),
    }))
    .sort((one, other) => (one.starting < other.starting ? -1 : 1));
}

/** Every shard of `orders` as `number parents first-hash-key`, closed ones in brackets. */
export function lineage(streams: Streams): string[] {
  const number = (shardId: string) => String(Number(shardId.slice(-12)));
  return streams.listShards(scope, 'orders').shards.map((shard) => {
    const parents = [shard.parentShardId, shard.adjacentParentShardId].flatMap((id) => id ?? []);
    const text = `${number(shard.shardId)} < ${parents.map(number).join('+')}`;
    return shard.sequenceNumberRange.endingSequenceNumber === undefined ? text : `(${text})`;
  });
}
