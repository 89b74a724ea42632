import type { Scope } from '../aws/scope.ts';
import type { ShardLevelMetric } from '../aws/shard-level-metrics.ts';
import {
  addTo,
  emptySet,
  type MutableSet,
  type StatisticSet,
  setOf,
} from '../observe/metric-statistics.ts';
import type { Stream } from './stream.ts';

/** The values of a metric of a stream, of one of its shards, or of one of its consumers. */
export interface StreamReading {
  readonly scope: Scope;
  readonly streamName: string;
  readonly shardId?: string | undefined;
  readonly consumerName?: string | undefined;
  /** As CloudWatch calls it. */
  readonly metricName: string;
  readonly set: StatisticSet;
}

/** A call that put records, or tried to. Bytes are those of data and partition keys. */
export interface PutCall {
  readonly operation: 'PutRecord' | 'PutRecords';
  readonly durationMs: number;
  readonly shards: readonly PutToShard[];
}

/** What was taken of a call, and how many records there was no room for. */
interface Put {
  readonly records: number;
  readonly bytes: number;
  readonly throttled: number;
}

interface PutToShard extends Put {
  readonly shardId: string;
}

/** A read of a shard. */
export interface ShardRead {
  readonly shardId: string;
  readonly records: number;
  /** Of data and partition keys. */
  readonly bytes: number;
  /** How long ago the last record of it arrived; 0 when there is none. */
  readonly ageMs: number;
  readonly durationMs: number;
}

/** An event that a consumer with a throughput of its own was sent. */
export interface ConsumerEvent {
  readonly consumerName: string;
  readonly records: number;
  readonly bytes: number;
  readonly millisBehindLatest: number;
}

/** What the calls of one operation put to a stream. Found by name, they took as long as all the rest. */
class PutCounts {
  readonly #success = emptySet();
  readonly #latency = emptySet();
  readonly #throttled = emptySet();
  readonly #total = emptySet();
  readonly #successful = emptySet();
  /** Of calls that put something. */
  readonly #records = emptySet();
  readonly #bytes = emptySet();

  add({ records, bytes, throttled, durationMs }: Put & Pick<PutCall, 'durationMs'>): void {
    addTo(this.#success, records > 0 ? 1 : 0);
    addTo(this.#latency, durationMs);
    addTo(this.#throttled, throttled);
    addTo(this.#total, records + throttled);
    addTo(this.#successful, records);
    if (records === 0) return;
    addTo(this.#records, records);
    addTo(this.#bytes, bytes);
  }

  read(operation: PutCall['operation']): (readonly [metricName: string, set: MutableSet])[] {
    const calls = this.#success.sampleCount;
    const ofAll = [
      ['WriteProvisionedThroughputExceeded', this.#throttled],
      [`${operation}.Success`, this.#success],
      [`${operation}.Latency`, this.#latency],
      [`${operation}.Bytes`, this.#bytes],
      ['IncomingBytes', this.#bytes],
      ['IncomingRecords', this.#records],
    ] as const;
    const ofPutRecords = [
      ['PutRecords.TotalRecords', this.#total],
      ['PutRecords.SuccessfulRecords', this.#successful],
      ['PutRecords.FailedRecords', setOf(0, calls)],
      ['PutRecords.ThrottledRecords', this.#throttled],
    ] as const;
    const all = operation === 'PutRecords' ? [...ofAll, ...ofPutRecords] : ofAll;
    return all.filter(([, set]) => set.sampleCount > 0);
  }
}

/** Whose metrics they are: a stream's, or those of one of its shards or consumers. */
type Measured = Omit<StreamReading, 'metricName' | 'set'>;

class Meter {
  readonly #measured: Measured;
  readonly #sets = new Map<string, MutableSet>();
  readonly #puts: Partial<Record<PutCall['operation'], PutCounts>> = {};

  constructor(measured: Measured) {
    this.#measured = measured;
  }

  add(metricName: string, value: number): void {
    const known = this.#sets.get(metricName);
    if (known) addTo(known, value);
    else this.#sets.set(metricName, setOf(value));
  }

  putsOf(operation: PutCall['operation']): PutCounts {
    this.#puts[operation] ??= new PutCounts();
    return this.#puts[operation];
  }

  read(): StreamReading[] {
    const { PutRecord, PutRecords } = this.#puts;
    const sets = [
      ...this.#sets,
      ...(PutRecord?.read('PutRecord') ?? []),
      ...(PutRecords?.read('PutRecords') ?? []),
    ];
    return sets.map(([metricName, set]) => ({ ...this.#measured, metricName, set }));
  }
}

/**
 * Counts what is done with streams, as their metrics have it (Kinesis developer guide, "Monitoring
 * with CloudWatch"). In memory alone: after a restart it begins anew.
 */
export class StreamMeters {
  readonly #onUse: () => void;
  readonly #meters = new Map<string, Meter>();

  /** @param onUse called at the first thing that is counted, and after `take` again */
  constructor(onUse: () => void) {
    this.#onUse = onUse;
  }

  put(stream: Stream, { operation, durationMs, shards }: PutCall): void {
    let records = 0;
    let bytes = 0;
    let throttled = 0;
    for (const shard of shards) {
      records += shard.records;
      bytes += shard.bytes;
      throttled += shard.throttled;
      if (stream.definition.shardLevelMetrics) this.#putToShard(stream, shard);
    }
    this.#of(stream).putsOf(operation).add({ records, bytes, throttled, durationMs });
  }

  read(stream: Stream, { shardId, records, bytes, ageMs, durationMs }: ShardRead): void {
    const meter = this.#of(stream);
    meter.add('ReadProvisionedThroughputExceeded', 0);
    meter.add('GetRecords.Success', 1);
    meter.add('GetRecords.Latency', durationMs);
    meter.add('GetRecords.Records', records);
    meter.add('GetRecords.Bytes', bytes);
    meter.add('GetRecords.IteratorAgeMilliseconds', ageMs);
    this.#addOfShard(stream, shardId, {
      ReadProvisionedThroughputExceeded: 0,
      OutgoingRecords: records,
      OutgoingBytes: bytes,
      IteratorAgeMilliseconds: ageMs,
    });
  }

  /** A read that the shard had no room for. */
  readThrottled(stream: Stream, shardId: string): void {
    const meter = this.#of(stream);
    meter.add('ReadProvisionedThroughputExceeded', 1);
    meter.add('GetRecords.Success', 0);
    this.#addOfShard(stream, shardId, { ReadProvisionedThroughputExceeded: 1 });
  }

  /** A consumer subscribed, or could not, because it is subscribed already. */
  subscribed(stream: Stream, consumerName: string, isSuccess: boolean): void {
    const meter = this.#of(stream, { consumerName });
    meter.add('SubscribeToShard.Success', isSuccess ? 1 : 0);
    meter.add('SubscribeToShard.RateExceeded', isSuccess ? 0 : 1);
  }

  sent(stream: Stream, { consumerName, records, bytes, millisBehindLatest }: ConsumerEvent): void {
    const meter = this.#of(stream, { consumerName });
    meter.add('SubscribeToShardEvent.Success', 1);
    meter.add('SubscribeToShardEvent.Records', records);
    meter.add('SubscribeToShardEvent.Bytes', bytes);
    meter.add('SubscribeToShardEvent.MillisBehindLatest', millisBehindLatest);
  }

  /** What was counted since this was asked last. */
  take(): StreamReading[] {
    const readings = [...this.#meters.values()].flatMap((meter) => meter.read());
    this.#meters.clear();
    return readings;
  }

  #putToShard(stream: Stream, { shardId, records, bytes, throttled }: PutToShard): void {
    const taken = records > 0 && { IncomingBytes: bytes, IncomingRecords: records };
    this.#addOfShard(stream, shardId, { WriteProvisionedThroughputExceeded: throttled, ...taken });
  }

  /** Only those metrics that were enabled for the stream's shards. */
  #addOfShard(
    stream: Stream,
    shardId: string,
    values: Partial<Record<ShardLevelMetric, number>>,
  ): void {
    const { shardLevelMetrics = [] } = stream.definition;
    for (const name of shardLevelMetrics) {
      const value = values[name];
      if (value !== undefined) this.#of(stream, { shardId }).add(name, value);
    }
  }

  #of(
    { scope, definition }: Stream,
    part?: { readonly shardId?: string; readonly consumerName?: string },
  ): Meter {
    const { streamId, streamName } = definition;
    const id = part ? `${streamId} ${part.shardId ?? ''} ${part.consumerName ?? ''}` : streamId;
    const known = this.#meters.get(id);
    if (known) return known;
    if (this.#meters.size === 0) this.#onUse();
    const meter = new Meter({ scope, streamName, ...part });
    this.#meters.set(id, meter);
    return meter;
  }
}
