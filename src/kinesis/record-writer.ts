import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { Store } from '../store/store.ts';
import type { ExpiredChunks } from './expired-chunks.ts';
import {
  type PutEntry,
  type PutPlan,
  type PutPlanOptions,
  type PutResult,
  planPut,
} from './put-records.ts';
import type { Shard } from './shard.ts';
import type { PutCall, StreamMeters } from './stream-meters.ts';
import type { ShardThroughput } from './shard-throughput.ts';
import type { StreamRegistry } from './stream-registry.ts';

/** Some records, and where they are to go. */
interface PutRequest {
  readonly operation: PutCall['operation'];
  readonly scope: Scope;
  readonly streamName: string;
  readonly entries: readonly PutEntry[];
}

interface RecordWriterOptions {
  readonly store: Store;
  readonly registry: StreamRegistry;
  readonly expired: ExpiredChunks;
  readonly clock: Clock;
  readonly events: Events;
  readonly meters: StreamMeters;
  /** Where shards are held to what they can take. */
  readonly throughput?: ShardThroughput | undefined;
}

/** Puts records, all of one call in one commit. */
export class RecordWriter {
  readonly #options: RecordWriterOptions;

  constructor(options: RecordWriterOptions) {
    this.#options = options;
  }

  /** @throws KinesisError StreamNotFound, InvalidArgument, InvalidValue */
  async put(
    { operation, scope, streamName, entries }: PutRequest,
    options: Pick<PutPlanOptions, 'dataAt' | 'memory'>,
  ): Promise<PutResult[]> {
    const { store, registry, expired, clock, events, throughput, meters } = this.#options;
    const startedMs = clock.now();
    const { stream, plan } = await store.transact((transaction) => {
      const stream = registry.get(scope, streamName);
      const refuses =
        throughput &&
        ((shard: Shard, bytes: number) => throughput.put({ stream, shard }, bytes, startedMs));
      const plan = planPut(stream, entries, { nowMs: startedMs, refuses, ...options });
      for (const { shard, chunk, firstIndex } of plan.appends) {
        transaction.put(registry.chunkKey(stream, shard, firstIndex), chunk);
      }
      transaction.afterCommit(() => {
        expired.watch();
        // All shards first: whoever hears of one may read or put to another at once.
        for (const { shard, tail } of plan.appends) shard.tail = tail;
        for (const { shard, records, bytes } of plan.appends) {
          const { shardId } = shard;
          events.emit('records-put', { scope, streamName, shardId, records, bytes });
        }
      });
      return { stream, plan };
    });
    const durationMs = Math.max(0, clock.now() - startedMs);
    meters.put(stream, { operation, durationMs, shards: shardsOf(plan) });
    return plan.results;
  }
}

/** What became of a call in each shard that it had records for. */
function shardsOf({ appends, results }: PutPlan): PutCall['shards'] {
  const shards = appends.map(({ shard: { shardId }, records, size }) => {
    return { shardId, records, bytes: size, throttled: 0 };
  });
  for (const { refusal, shardId } of results) {
    if (!refusal) continue;
    const known = shards.find((shard) => shard.shardId === shardId);
    if (known) known.throttled += 1;
    else shards.push({ shardId, records: 0, bytes: 0, throttled: 1 });
  }
  return shards;
}
