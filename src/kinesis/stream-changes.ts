import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { Store } from '../store/store.ts';
import type { AccountSettings } from './account-settings.ts';
import {
  type MergeShardsOptions,
  mergeShards,
  type ReshardContext,
  type SplitShardOptions,
  splitShard,
} from './reshard.ts';
import type { ChangeSettings } from './resource-settings.ts';
import { changedRetention, type RetentionChange } from './retention.ts';
import { shardIdOf } from './shard.ts';
import { closedBetween, type Stream, type StreamDefinition, streamArnOf } from './stream.ts';
import { changedMode, type ModeChange } from './stream-mode.ts';
import type { StreamRegistry } from './stream-registry.ts';
import { type UpdateShardCountOptions, updateShardCount } from './update-shard-count.ts';

interface StreamChangesOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: Events;
  readonly registry: StreamRegistry;
  readonly account: AccountSettings;
}

/** Changes streams: their shards, how long they keep records, and their settings. */
export class StreamChanges {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #events: Events;
  readonly #registry: StreamRegistry;
  readonly #account: AccountSettings;

  constructor({ store, clock, events, registry, account }: StreamChangesOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#events = events;
    this.#registry = registry;
    this.#account = account;
  }

  /**
   * Splits a shard in two. It takes no more records from then on; `shard-closed` tells of it.
   *
   * @throws KinesisError StreamNotFound, ShardNotFound, InvalidArgument, InvalidValue,
   *   ShardLimitExceeded
   */
  async splitShard(scope: Scope, options: SplitShardOptions): Promise<void> {
    const { streamName } = options;
    await this.change(scope, streamName, (stream) =>
      splitShard(stream, options, this.#reshardContext(scope)),
    );
  }

  /**
   * Merges two adjacent shards. They take no more records from then on; `shard-closed` tells of it.
   *
   * @throws KinesisError StreamNotFound, ShardNotFound, InvalidArgument, InvalidValue
   */
  async mergeShards(scope: Scope, options: MergeShardsOptions): Promise<void> {
    const { streamName } = options;
    await this.change(scope, streamName, (stream) =>
      mergeShards(stream, options, this.#reshardContext(scope)),
    );
  }

  /**
   * Splits and merges shards until there are as many as asked for, all of the same size. Answers how
   * many there were.
   *
   * @throws KinesisError StreamNotFound, InvalidArgument, InvalidValue, LimitExceeded,
   *   ShardLimitExceeded
   */
  async updateShardCount(scope: Scope, options: UpdateShardCountOptions): Promise<number> {
    const { streamName } = options;
    const before = await this.change(scope, streamName, (stream) =>
      updateShardCount(stream, options, this.#reshardContext(scope)),
    );
    return before.open.length;
  }

  /**
   * Changes how long records are kept. What is lost already stays lost.
   *
   * @throws KinesisError StreamNotFound, InvalidArgument
   */
  async changeRetention(scope: Scope, change: RetentionChange): Promise<void> {
    await this.change(scope, change.streamName, ({ definition }, nowMs) =>
      changedRetention(definition, change, nowMs),
    );
  }

  /**
   * Changes who manages the capacity of a stream.
   *
   * @throws KinesisError StreamNotFound, InvalidArgument, NotForThisMode, LimitExceeded
   */
  async changeMode(scope: Scope, change: ModeChange): Promise<void> {
    await this.change(scope, change.streamName, (stream, nowMs) =>
      changedMode(stream, change, {
        nowMs,
        streams: this.#registry.all(scope),
        isCommitted: this.#account.isCommitted(scope),
      }),
    );
  }

  /**
   * Changes the tags or the policy of a stream.
   *
   * @throws KinesisError StreamNotFound, and what `change` throws
   */
  async changeSettings(scope: Scope, name: string, change: ChangeSettings): Promise<void> {
    const named = { resourceArn: streamArnOf(scope, name), name, scope };
    await this.change(scope, name, ({ definition }) => ({
      ...definition,
      ...change(definition, named),
    }));
  }

  /**
   * Stores what `change` makes of a stream, and answers what it was before.
   *
   * @throws KinesisError StreamNotFound, and what `change` throws
   */
  async change(
    scope: Scope,
    streamName: string,
    change: (stream: Stream, nowMs: number) => StreamDefinition,
  ): Promise<Stream> {
    return this.#store.transact((transaction) => {
      const stream = this.#registry.get(scope, streamName);
      const definition = change(stream, this.#clock.now());
      if (definition === stream.definition) return stream;
      this.#registry.put(transaction, scope, definition);
      const closed = closedBetween(stream.definition, definition);
      const { retentionHours } = definition;
      transaction.afterCommit(() => {
        if (retentionHours !== stream.definition.retentionHours)
          this.#events.emit('retention-changed', { scope, streamName, retentionHours });
        for (const index of closed) {
          this.#events.emit('shard-closed', { scope, streamName, shardId: shardIdOf(index) });
        }
      });
      return stream;
    });
  }

  #reshardContext(scope: Scope): ReshardContext {
    return { nowMs: this.#clock.now(), openShards: this.#account.openShards(scope) };
  }
}
