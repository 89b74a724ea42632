import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { Store } from '../store/store.ts';
import type { ExpiredChunks } from './expired-chunks.ts';
import { type PutEntry, type PutPlanOptions, type PutResult, planPut } from './put-records.ts';
import type { Shard } from './shard.ts';
import type { ShardThroughput } from './shard-throughput.ts';
import type { StreamRegistry } from './stream-registry.ts';

/** Some records, and where they are to go. */
interface PutRequest {
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
    { scope, streamName, entries }: PutRequest,
    options: Pick<PutPlanOptions, 'dataAt' | 'memory'>,
  ): Promise<PutResult[]> {
    const { store, registry, expired, clock, events, throughput } = this.#options;
    return store.transact((transaction) => {
      const stream = registry.get(scope, streamName);
      const nowMs = clock.now();
      const refuses =
        throughput &&
        ((shard: Shard, bytes: number) => throughput.put({ stream, shard }, bytes, nowMs));
      const plan = planPut(stream, entries, { nowMs, refuses, ...options });
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
      return plan.results;
    });
  }
}
