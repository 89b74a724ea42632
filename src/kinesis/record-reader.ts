import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Memory } from '../store/store.ts';
import { KinesisError } from './kinesis-error.ts';
import { type ReadRequest, ShardPage } from './read-shard.ts';
import type { StreamRecord } from './read-record.ts';
import {
  type ChildShard,
  childrenOf,
  lastSequenceNumber,
  type Shard,
  shardMissing,
} from './shard.ts';
import { indexOfPosition, type ShardPosition } from './shard-position.ts';
import type { ShardThroughput } from './shard-throughput.ts';
import type { StreamMeters } from './stream-meters.ts';
import { type Stream, shardNamed } from './stream.ts';
import type { StreamRegistry } from './stream-registry.ts';
import type { Tokens } from './tokens.ts';
import { trimHorizonMs } from './trim-horizon.ts';

type PageOptions = Pick<ReadRequest, 'limit' | 'maxBytes' | 'memory' | 'known' | 'count'>;

/** A place in a shard of a stream. */
export interface ShardPlace {
  readonly scope: Scope;
  readonly streamName: string;
  readonly shardId: string;
  readonly position: ShardPosition;
}

export interface ReadShardRequest extends ShardPlace {
  /** The consumer with a throughput of its own that reads; without one it is a read as GetRecords does it. */
  readonly consumerName?: string | undefined;
  /** Most records, 10,000 unless given. */
  readonly limit?: number | undefined;
  /** Most bytes of data and partition keys, 10 MiB unless given; one record is always read. */
  readonly maxBytes?: number | undefined;
}

export interface ReadShardResult {
  readonly records: StreamRecord[];
  /** Where to go on. It stays good as long as the stream exists, and can be kept. */
  readonly next: ShardPosition;
  /** The shard is closed, and nothing is left to read in it. */
  readonly atShardEnd: boolean;
  /** How long ago the last record read arrived; 0 when none is left to read. */
  readonly millisBehindLatest: number;
  /** Only at the end of a closed shard. */
  readonly childShards?: ChildShard[] | undefined;
}

export interface GetRecordsResult {
  readonly streamName: string;
  /** The records, to be read. */
  readonly page: Pick<ShardPage, 'readOn' | 'isRead'>;
  /** What follows those that have been read by then. */
  readonly end: () => EndOfPage;
}

interface EndOfPage {
  /** Absent at the end of a closed shard. */
  readonly nextShardIterator?: string | undefined;
  readonly millisBehindLatest: number;
  /** Only at the end of a closed shard. */
  readonly childShards?: ChildShard[] | undefined;
}

/** Reads shards: by a position, or by an iterator as the API has it. */
export class RecordReader {
  readonly #registry: StreamRegistry;
  readonly #tokens: Tokens;
  readonly #clock: Clock;
  readonly #meters: StreamMeters;
  readonly #throughput: ShardThroughput | undefined;

  constructor({ registry, tokens, clock, meters, throughput }: RecordReaderOptions) {
    this.#throughput = throughput;
    this.#meters = meters;
    this.#registry = registry;
    this.#tokens = tokens;
    this.#clock = clock;
  }

  /** Reads from a position on. */
  read(request: ReadShardRequest): ReadShardResult {
    const { position, consumerName } = request;
    const startedMs = this.#clock.now();
    const { stream, shard, index } = this.#locate(request);
    const read = { shardId: shard.shardId, consumerName, startedMs };
    const isOpen = shard.definition.closedAtMs === undefined;
    const isAhead = index > shard.tail.nextIndex || this.#isToCome(position);
    if (isOpen && isAhead) {
      this.#count(stream, read, NOTHING_READ);
      return { records: [], next: position, atShardEnd: false, millisBehindLatest: 0 };
    }
    const known = shard.lastRead?.deref();
    const page = this.#page({ stream, shard, fromIndex: index }, { ...request, known });
    const { records } = page.readOn();
    this.#count(stream, read, page);
    if (page.lastChunk) shard.lastRead = new WeakRef(page.lastChunk);
    const { atShardEnd, millisBehindLatest } = page;
    const next = after(page.lastSequenceNumber);
    const childShards = atShardEnd ? childrenOf(shard, stream.shards) : undefined;
    return { records, next, atShardEnd, millisBehindLatest, childShards };
  }

  /** A position as it is now: what is the latest place will not be later. */
  startingPosition(place: ShardPlace): ShardPosition {
    const { shard } = this.#locate(place);
    this.#refuseToCome(place.position);
    return place.position.type === 'LATEST' ? after(lastSequenceNumber(shard)) : place.position;
  }

  /** Makes an iterator that stands at a position as it is now; it is good for five minutes. */
  iteratorAt(place: ShardPlace): string {
    const { stream, shard, index } = this.#locate(place);
    this.#refuseToCome(place.position);
    return this.#iterator(stream, shard, index);
  }

  /** Reads from an iterator on. */
  getRecords({ scope, shardIterator, limit, memory }: GetRecordsRequest): GetRecordsResult {
    const context = { scope, nowMs: this.#clock.now() };
    const place = this.#tokens.read('shard-iterator', shardIterator, context);
    const { streamName, streamId, shardIndex, nextIndex } = place;
    const stream = this.#registry.get(scope, streamName);
    const shard = stream.shards.find(({ definition }) => definition.index === shardIndex);
    if (!shard || stream.definition.streamId !== streamId) {
      throw shardMissing(shardIndex, streamName, scope.account);
    }
    const count = this.#room({ stream, shard }, context.nowMs);
    const page = this.#page({ stream, shard, fromIndex: nextIndex }, { limit, memory, count });
    const end = () => {
      const { millisBehindLatest } = page;
      this.#count(stream, { shardId: shard.shardId, startedMs: context.nowMs }, page);
      return page.atShardEnd
        ? { millisBehindLatest, childShards: childrenOf(shard, stream.shards) }
        : { millisBehindLatest, nextShardIterator: this.#iterator(stream, shard, page.nextIndex) };
    };
    return { streamName, page, end };
  }

  /** How to count what a read gives, where shards are held to that. @throws KinesisError ThroughputExceeded */
  #room(place: { readonly stream: Stream; readonly shard: Shard }, nowMs: number) {
    try {
      return this.#throughput?.read(place, nowMs);
    } catch (error) {
      this.#meters.readThrottled(place.stream, place.shard.shardId);
      throw error;
    }
  }

  #count(
    stream: Stream,
    { shardId, consumerName, startedMs }: CountedRead,
    { count: records, bytes, ageMs, millisBehindLatest }: typeof NOTHING_READ,
  ): void {
    const durationMs = Math.max(0, this.#clock.now() - startedMs);
    if (consumerName === undefined)
      this.#meters.read(stream, { shardId, records, bytes, ageMs, durationMs });
    else this.#meters.sent(stream, { consumerName, records, bytes, millisBehindLatest });
  }

  #locate({ scope, streamName, shardId, position }: ShardPlace) {
    const stream = this.#registry.get(scope, streamName);
    const shard = shardNamed(stream, shardId);
    const log = this.#registry.log(stream, shard);
    return { stream, shard, index: indexOfPosition(position, { stream, shard, log }) };
  }

  /** Whether a position is a time that has not come, at which no record can stand yet. */
  #isToCome(position: ShardPosition): boolean {
    return position.type === 'AT_TIMESTAMP' && position.timestamp > this.#clock.now();
  }

  #refuseToCome(position: ShardPosition): void {
    if (!this.#isToCome(position)) return;
    const { timestamp } = position as { timestamp: number };
    throw new KinesisError(
      'InvalidArgument',
      'The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. ' +
        `timestampInMillis: ${timestamp}, currentTimestampInMillis: ${this.#clock.now()}`,
    );
  }

  #page(
    { stream, shard, fromIndex }: { stream: Stream; shard: Shard; fromIndex: number },
    { limit, maxBytes, memory, known, count }: PageOptions,
  ): ShardPage {
    const log = this.#registry.log(stream, shard);
    const nowMs = this.#clock.now();
    const horizonMs = trimHorizonMs(stream.definition, nowMs);
    const place = { log, shard, fromIndex, nowMs, horizonMs };
    return new ShardPage({ ...place, limit, maxBytes, memory, known, count });
  }

  #iterator({ scope, definition }: Stream, shard: Shard, nextIndex: number): string {
    const { streamName, streamId } = definition;
    const content = { streamName, streamId, shardIndex: shard.definition.index, nextIndex };
    return this.#tokens.write('shard-iterator', content, { scope, nowMs: this.#clock.now() });
  }
}

/** What a read is counted by. */
interface CountedRead {
  readonly shardId: string;
  readonly consumerName?: string | undefined;
  readonly startedMs: number;
}

/** What there is to count of a page without records. */
const NOTHING_READ = { count: 0, bytes: 0, ageMs: 0, millisBehindLatest: 0 };

const after = (sequenceNumber: string) =>
  ({ type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber }) as const;

export interface GetRecordsRequest {
  readonly scope: Scope;
  readonly shardIterator: string;
  /** Most records, 10,000 unless given. */
  readonly limit?: number | undefined;
  /** Where the records may be put; the page is good for as long as it is. */
  readonly memory?: Memory | undefined;
}

interface RecordReaderOptions {
  readonly registry: StreamRegistry;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly meters: StreamMeters;
  /** Where shards are held to what they can give. */
  readonly throughput?: ShardThroughput | undefined;
}
