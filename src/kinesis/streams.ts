import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { Random } from '../random/random.ts';
import type { Memory, Store } from '../store/store.ts';
import { AccountSettings } from './account-settings.ts';
import { Consumers } from './consumers.ts';
import { type CreateStreamOptions, planStream } from './create-stream.ts';
import { ExpiredChunks } from './expired-chunks.ts';
import { KinesisError } from './kinesis-error.ts';
import {
  type ListShardsOptions,
  type ListStreamsOptions,
  nextPageOfShards,
  pageOfShards,
  pageOfStreams,
  type ShardList,
  type StreamList,
} from './list-streams.ts';
import type { PlacedRecord, PutEntry, PutResult } from './put-records.ts';
import {
  type GetRecordsRequest,
  type GetRecordsResult,
  type ReadShardRequest,
  type ReadShardResult,
  RecordReader,
  type ShardPlace,
} from './record-reader.ts';
import { RecordWriter } from './record-writer.ts';
import { ShardThroughput } from './shard-throughput.ts';
import { describeStream, type StreamDescription, streamIdNotFound } from './stream.ts';
import { StreamChanges } from './stream-changes.ts';
import { StreamMeters } from './stream-meters.ts';
import { StreamRegistry } from './stream-registry.ts';
import { Subscriptions } from './subscriptions.ts';
import { Tokens } from './tokens.ts';

export interface StreamsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: Events;
  /** `strict`: shards take and give as much in a second as on AWS; `relaxed` unless given. */
  readonly limits?: 'relaxed' | 'strict' | undefined;
  /** Called when a stream is used for the first time since its meters were read. */
  readonly onUse?: (() => void) | undefined;
}

/**
 * Kinesis data streams. A stream can be used as soon as its creation is acknowledged, and is gone
 * as soon as its deletion is; on AWS both take a while. Every error thrown is a KinesisError.
 */
export class Streams {
  readonly events: Events;
  readonly account: AccountSettings;
  readonly consumers: Consumers;
  readonly subscriptions: Subscriptions;
  readonly meters: StreamMeters;
  readonly changes: StreamChanges;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #registry: StreamRegistry;
  readonly #tokens: Tokens;
  readonly #reader: RecordReader;
  readonly #writer: RecordWriter;
  readonly #expired: ExpiredChunks;

  constructor({ store, clock, random, events, limits, onUse = () => {} }: StreamsOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#random = random;
    this.events = events;
    const registry = new StreamRegistry(store);
    const tokens = new Tokens(store);
    this.#registry = registry;
    this.#tokens = tokens;
    this.account = new AccountSettings({ store, clock, registry });
    this.consumers = new Consumers({ store, clock, registry, tokens, account: this.account });
    const { account } = this;
    this.changes = new StreamChanges({ store, clock, events, registry, account });
    const throughput = limits === 'strict' ? new ShardThroughput() : undefined;
    const meters = new StreamMeters(onUse);
    this.meters = meters;
    const reader = new RecordReader({ registry, tokens, clock, meters, throughput });
    this.#reader = reader;
    const { consumers } = this;
    const isPaced = limits === 'strict';
    const reading = { consumers, registry, reader, clock, events, meters };
    this.subscriptions = new Subscriptions({ ...reading, isPaced });
    const expired = new ExpiredChunks({ store, registry, clock });
    this.#writer = new RecordWriter({
      store,
      registry,
      expired,
      clock,
      events,
      meters,
      throughput,
    });
    this.#expired = expired;
    // A stream may have been deleted just before the last end.
    this.#expired.removeNow();
    this.#expired.watch();
  }

  /**
   * @throws KinesisError StreamExists, InvalidArgument, InvalidValue, NotForThisMode,
   *   ShardLimitExceeded, LimitExceeded
   */
  async createStream(scope: Scope, options: CreateStreamOptions): Promise<void> {
    const { streamName } = options;
    await this.#store.transact((transaction) => {
      if (this.#registry.find(scope, streamName)) {
        const message = `Stream ${streamName} under account ${scope.account} already exists.`;
        throw new KinesisError('StreamExists', message);
      }
      const definition = planStream(options, {
        scope,
        streamId: `${this.#random.hex(20)}-${this.#random.hex(3)}`,
        nowMs: this.#clock.now(),
        openShards: this.account.openShards(scope),
        streams: this.#registry.all(scope),
        isCommitted: this.account.isCommitted(scope),
      });
      this.#registry.put(transaction, scope, definition);
      this.#tokens.prepare(transaction, this.#random);
    });
  }

  /**
   * Removes a stream with all its records and, if that is enforced, its consumers.
   *
   * @throws KinesisError StreamNotFound, StreamInUse
   */
  async deleteStream(
    scope: Scope,
    streamName: string,
    { enforceConsumerDeletion = false }: { enforceConsumerDeletion?: boolean | undefined } = {},
  ): Promise<void> {
    await this.#store.transact((transaction) => {
      const stream = this.#registry.get(scope, streamName);
      this.consumers.removeAll(transaction, stream, enforceConsumerDeletion);
      this.#registry.remove(transaction, stream);
      transaction.afterCommit(() => {
        this.#expired.removeNow();
        this.events.emit('stream-deleted', { scope, streamName });
      });
    });
  }

  /** @throws KinesisError StreamNotFound */
  describe(scope: Scope, streamName: string): StreamDescription {
    return describeStream(this.#registry.get(scope, streamName));
  }

  /**
   * What tells a stream from an earlier one of the same name. It stays the same as long as the
   * stream exists, over restarts too.
   *
   * @throws KinesisError StreamNotFound
   */
  streamId(scope: Scope, streamName: string): string {
    return this.#registry.get(scope, streamName).definition.streamId;
  }

  /**
   * For how many hours records are kept.
   *
   * @throws KinesisError StreamNotFound
   */
  retentionHours(scope: Scope, streamName: string): number {
    return this.#registry.get(scope, streamName).definition.retentionHours;
  }

  /**
   * The name of the stream that has an id.
   *
   * @throws KinesisError StreamNotFound
   */
  nameOf(scope: Scope, streamId: string): string {
    const stream = this.#registry.all(scope).find((each) => each.definition.streamId === streamId);
    if (!stream) throw streamIdNotFound(streamId, scope.account);
    return stream.definition.streamName;
  }

  /** Every stream of the scope, in the order of their names. */
  list(scope: Scope): StreamDescription[] {
    return this.#registry.all(scope).map(describeStream);
  }

  /**
   * Some of the streams of the scope, in the order of their names.
   *
   * @throws KinesisError InvalidArgument, NextTokenExpired
   */
  listPage(scope: Scope, options: ListStreamsOptions): StreamList {
    return pageOfStreams(this.#context(scope), options);
  }

  /**
   * The shards of a stream in the order of their ids, at most 1000 at once.
   *
   * @throws KinesisError StreamNotFound
   */
  listShards(scope: Scope, streamName: string, options: ListShardsOptions = {}): ShardList {
    return pageOfShards(this.#context(scope), this.#registry.get(scope, streamName), options);
  }

  /**
   * The page of shards that a token stands for.
   *
   * @throws KinesisError InvalidArgument, NextTokenExpired, StreamNotFound
   */
  listMoreShards(scope: Scope, nextToken: string, limit?: number): ShardList {
    return nextPageOfShards(this.#context(scope), nextToken, limit);
  }

  /**
   * Puts records, all of them or none. The results stand in the order of the entries, and entries
   * of one shard keep their order in it. A shard that is held to its limits may refuse some.
   *
   * @throws KinesisError StreamNotFound, InvalidArgument, InvalidValue
   */
  async putRecords(
    scope: Scope,
    streamName: string,
    entries: readonly PutEntry[],
    { memory }: PutRecordsOptions = {},
  ): Promise<PutResult[]> {
    const dataAt = (position: number) => `records.${position + 1}.member.data`;
    const call = { operation: 'PutRecords', scope, streamName, entries } as const;
    return this.#writer.put(call, { dataAt, memory });
  }

  /**
   * Puts one record.
   *
   * @throws KinesisError StreamNotFound, InvalidArgument, InvalidValue, ThroughputExceeded
   */
  async putRecord(scope: Scope, streamName: string, entry: PutEntry): Promise<PlacedRecord> {
    const [result] = await this.#writer.put(
      { operation: 'PutRecord', scope, streamName, entries: [entry] },
      { dataAt: () => 'data' },
    );
    if (result?.refusal) throw result.refusal;
    return result as PlacedRecord;
  }

  /**
   * Reads a shard from a position on. Whoever wants to know when there is more listens to
   * `records-put`.
   *
   * @throws KinesisError StreamNotFound, ShardNotFound, InvalidArgument
   */
  readShard(request: ReadShardRequest): ReadShardResult {
    return this.#reader.read(request);
  }

  /**
   * Makes a shard iterator that stands at a position as it is now. It is good for five minutes.
   *
   * @throws KinesisError StreamNotFound, ShardNotFound, InvalidArgument
   */
  getShardIterator(place: ShardPlace): string {
    return this.#reader.iteratorAt(place);
  }

  /**
   * Reads a shard from an iterator on.
   *
   * @throws KinesisError InvalidArgument, IteratorExpired, StreamNotFound, ShardNotFound,
   *   ThroughputExceeded
   */
  getRecords(request: GetRecordsRequest): GetRecordsResult {
    return this.#reader.getRecords(request);
  }

  #context(scope: Scope) {
    const [registry, tokens] = [this.#registry, this.#tokens];
    return { registry, tokens, scope, nowMs: this.#clock.now() };
  }
}

interface PutRecordsOptions {
  /** For what is needed until they are put, and no longer. */
  readonly memory?: Memory | undefined;
}
