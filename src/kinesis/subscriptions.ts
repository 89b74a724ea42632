import type { Scope } from '../aws/scope.ts';
import { type Clock, sleep } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { ConsumerNaming } from './consumer.ts';
import type { Consumers } from './consumers.ts';
import { KinesisError } from './kinesis-error.ts';
import { LIMITS } from './limits.ts';
import type { StreamRecord } from './read-record.ts';
import type { RecordReader } from './record-reader.ts';
import type { ChildShard } from './shard.ts';
import type { ShardPosition } from './shard-position.ts';
import { ShardWatch } from './shard-watch.ts';
import type { StreamMeters } from './stream-meters.ts';
import type { StreamRegistry } from './stream-registry.ts';

/** What a consumer wants to be sent. */
export interface SubscribeRequest {
  readonly scope: Scope;
  readonly consumer: ConsumerNaming;
  readonly shardId: string;
  readonly position: ShardPosition;
}

/** What a consumer is sent at once. */
export interface SubscriptionEvent {
  readonly records: StreamRecord[];
  /** Where to go on with a subscription; absent at the end of the shard. */
  readonly continuationSequenceNumber?: string | undefined;
  readonly millisBehindLatest: number;
  /** Only at the end of the shard. */
  readonly childShards?: ChildShard[] | undefined;
}

interface SubscriptionsOptions {
  readonly consumers: Consumers;
  readonly registry: StreamRegistry;
  readonly reader: RecordReader;
  readonly clock: Clock;
  readonly events: Events;
  readonly meters: StreamMeters;
  /** Sends each subscription no more in a second than AWS does. */
  readonly isPaced?: boolean;
}

/** A subscription that was made last for one consumer and shard. */
interface Known {
  readonly startedAtMs: number;
  /** Aborted when another takes over. */
  readonly takeover: AbortController;
}

/** Sends consumers the records of shards as they come. */
export class Subscriptions {
  readonly #options: SubscriptionsOptions;
  /** By consumer and shard. */
  readonly #known = new Map<string, Known>();

  constructor(options: SubscriptionsOptions) {
    this.#options = options;
  }

  /**
   * Subscribes a consumer to a shard, at a position as it is now. What it is sent comes as fast as
   * it is taken, for five minutes at most; a consumer that subscribes to the same shard anew after
   * five seconds ends it (Kinesis API reference). The events throw when it cannot go on.
   *
   * @throws KinesisError StreamNotFound, ConsumerNotFound, ShardNotFound, InvalidArgument,
   *   SubscriptionInUse
   */
  subscribe(request: SubscribeRequest, signal: AbortSignal): AsyncIterable<SubscriptionEvent> {
    const { consumers, registry, reader, clock, meters } = this.#options;
    const { scope, consumer, shardId, position } = request;
    const { consumerArn } = consumers.describe(scope, consumer);
    const { streamName, consumerName } = consumer;
    const stream = registry.get(scope, streamName);
    const start = reader.startingPosition({ scope, streamName, shardId, position });
    const nowMs = clock.now();
    this.#forget(nowMs);
    const key = `${consumerArn} ${shardId}`;
    const before = this.#known.get(key);
    const isInUse = before && nowMs - before.startedAtMs < LIMITS.resubscribeMs;
    meters.subscribed(stream, consumerName, !isInUse);
    if (isInUse) throw inUse(request);
    before?.takeover.abort();
    const takeover = new AbortController();
    this.#known.set(key, { startedAtMs: nowMs, takeover });
    const endAtMs = nowMs + LIMITS.subscriptionMs;
    return this.#events(request, { position: start, endAtMs, signal, takeover: takeover.signal });
  }

  async *#events(request: SubscribeRequest, run: Run): AsyncIterable<SubscriptionEvent> {
    const { consumers, reader, clock, events, isPaced } = this.#options;
    const { scope, consumer, shardId } = request;
    const { streamName } = consumer;
    const { endAtMs, signal, takeover } = run;
    const ends = AbortSignal.any([signal, takeover]);
    const watch = new ShardWatch({ scope, streamName, shardId }, { events, clock, signal: ends });
    let { position } = run;
    let emptyAtMs = clock.now();
    try {
      while (clock.now() < endAtMs) {
        if (signal.aborted) return;
        if (takeover.aborted) throw inUse(request);
        consumers.describe(scope, consumer); // throws once there is none
        watch.look();
        const { consumerName } = consumer;
        const place = { scope, streamName, shardId, position, consumerName };
        const page = reader.read({ ...place, maxBytes: LIMITS.subscriptionEventBytes });
        position = page.next;
        const isEmpty = page.records.length === 0;
        if (!isEmpty || page.atShardEnd || clock.now() >= emptyAtMs) {
          yield eventOf(page);
          emptyAtMs = clock.now() + LIMITS.emptyEventMs;
        }
        if (page.atShardEnd) return;
        if (isPaced && !isEmpty) await sleep(clock, sendingMs(page.records), ends);
        if (isEmpty) await watch.changed(Math.min(endAtMs, emptyAtMs));
      }
    } finally {
      watch.stop();
    }
  }

  /** Forgets subscriptions that are over for sure. */
  #forget(nowMs: number): void {
    for (const [key, { startedAtMs }] of this.#known) {
      if (nowMs - startedAtMs > LIMITS.subscriptionMs) this.#known.delete(key);
    }
  }
}

/** One subscription under way. */
interface Run {
  readonly position: ShardPosition;
  readonly endAtMs: number;
  /** Aborted when the consumer goes away. */
  readonly signal: AbortSignal;
  readonly takeover: AbortSignal;
}

/** How long a shard takes to send some records to one consumer (developer guide, quotas). */
function sendingMs(records: readonly StreamRecord[]): number {
  const bytes = records.reduce(
    (sum, { data, partitionKey }) => sum + data.length + Buffer.byteLength(partitionKey),
    0,
  );
  return (bytes / LIMITS.shardBytesOutPerSecond) * 1000;
}

/** At its end AWS tells no place to go on at, which is how consumers know the end. */
function eventOf(page: ReturnType<RecordReader['read']>): SubscriptionEvent {
  const { records, next, millisBehindLatest, atShardEnd, childShards } = page;
  const number = 'sequenceNumber' in next && !atShardEnd ? next.sequenceNumber : undefined;
  return { records, continuationSequenceNumber: number, millisBehindLatest, childShards };
}

/** The text is public. */
function inUse({ scope, consumer, shardId }: SubscribeRequest): KinesisError {
  const { streamName, consumerName } = consumer;
  const name = `${scope.account}:${streamName}:${shardId}:${consumerName}`;
  const message = `Another active subscription exists for this consumer: ${name}`;
  return new KinesisError('SubscriptionInUse', message);
}
