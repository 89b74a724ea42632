import type { Scope } from '../aws/scope.ts';
import type { Clock, Timer } from '../clock/clock.ts';
import type { Key, Store, Transaction } from '../store/store.ts';
import {
  dataKey,
  type Metric,
  pathOf,
  SERIES,
  type SeriesEntry,
  seriesKey,
} from './metric-series.ts';
import { addTo, type MutableSet, merge, type StatisticSet, setOf } from './metric-statistics.ts';

/** Values of a metric that came at one time. */
export interface Sample {
  readonly scope: Scope;
  readonly metric: Metric;
  /** CloudWatch's word for it: `Count`, `Milliseconds`, `None`. */
  readonly unit: string;
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly set: StatisticSet;
}

/** Takes one value of a metric at a time (epoch milliseconds), to be stored within a second. */
export type Meter = (atMs: number, value: number) => void;

/** The values of one minute that wait to be stored, under each of `metrics`. */
interface Pending extends Omit<Sample, 'metric' | 'set'> {
  readonly metrics: readonly Metric[];
  set: MutableSet;
  isStored: boolean;
}

/** The values of a metric in one minute. */
export interface Bucket {
  /** The beginning of the minute; epoch milliseconds. */
  readonly minuteMs: number;
  readonly unit: string;
  readonly set: StatisticSet;
}

/** A statistic set as it is stored. */
type Packed = readonly [sampleCount: number, sum: number, minimum: number, maximum: number];

export const MINUTE_MS = 60_000;
/** CloudWatch keeps points of a minute that long. Source: GetMetricStatistics API reference. */
const KEPT_MS = 15 * 86_400_000;
/** The last moment that a date can name; in whole minutes. */
export const LAST_DATE_MS = 8_640_000_000_000_000;
/** How long a sample may wait until it is stored, so that busy seconds cost one commit each. */
const STORED_AFTER_MS = 1000;
/** How often what is too old is looked for, and how much of it goes in one commit. */
const SWEPT_EVERY_MS = 3_600_000;
const SWEPT_AT_ONCE = 10_000;

export interface MetricBucketsOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** Told when samples could not be stored; they are tried again. */
  readonly onProblem: (message: string) => void;
}

/** One-minute buckets of samples, kept in the store; a sample may wait in memory for a second. */
export class MetricBuckets {
  readonly #options: MetricBucketsOptions;
  readonly #pending = new Map<string, Pending>();
  #timer: Timer | undefined;
  #written: Promise<void> = Promise.resolve();
  #sweptMs = Number.NEGATIVE_INFINITY;

  constructor(options: MetricBucketsOptions) {
    this.#options = options;
  }

  /** Takes a sample, to be stored within a second. */
  add(sample: Sample): void {
    const { metric, ...values } = sample;
    this.#add([metric], values);
    this.#storeSoon();
  }

  /** A way to add values to each of some metrics, one by one, as often as something happens. */
  meter(scope: Scope, metrics: readonly Metric[], unit: string): Meter {
    let last: Pending | undefined;
    return (atMs, value) => {
      // To find it by its name took as long as all the rest of an invocation's metrics.
      if (last?.atMs !== minuteOf(atMs) || last.isStored)
        last = this.#add(metrics, { scope, unit, atMs, set: setOf(value) });
      else addTo(last.set, value);
      this.#storeSoon();
    };
  }

  #add(metrics: readonly Metric[], sample: Omit<Sample, 'metric'>): Pending {
    const { scope, unit, set } = sample;
    const atMs = minuteOf(sample.atMs);
    const id = pendingId({ scope, metrics, unit, atMs });
    const known = this.#pending.get(id);
    if (known) {
      known.set = merge(known.set, set);
      return known;
    }
    const pending = { scope, metrics, unit, atMs, set: { ...set }, isStored: false };
    this.#pending.set(id, pending);
    return pending;
  }

  /** What waits may have waited for long, when it could not be stored. */
  #storeSoon(): void {
    const { clock } = this.#options;
    this.#timer ??= clock.at(clock.now() + STORED_AFTER_MS, () => this.#flushLater());
  }

  /** Stores samples; resolves when they are safe. */
  async put(samples: readonly Sample[]): Promise<void> {
    await this.#options.store.transact((transaction) => this.#write(transaction, samples));
  }

  /** Resolves once all that was added is stored. */
  async flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#pending.size > 0) {
      this.#written = this.#options.store.transact((transaction) => {
        this.#write(transaction, samplesOf(this.#pending.values()));
        transaction.afterCommit(() => this.#forgetPending());
      });
    }
    const written = this.#written;
    try {
      await written;
    } finally {
      if (this.#written === written) this.#written = Promise.resolve();
    }
  }

  /** What is stored of a metric from `startMs` up to `endMs`, by minute and unit. */
  *walk(
    scope: Scope,
    metric: Metric,
    { startMs, endMs }: { startMs: number; endMs: number },
  ): Generator<Bucket> {
    const fromMs = Math.max(minuteOf(startMs), this.#horizonMs());
    const toMs = Math.min(Math.ceil(endMs / MINUTE_MS) * MINUTE_MS, LAST_DATE_MS);
    if (fromMs >= toMs) return;
    const prefix = dataKey(pathOf(scope, metric));
    const range = { prefix, from: [...prefix, fromMs], to: [...prefix, toMs] };
    for (const { key, value } of this.#options.store.range<Packed>(range)) {
      const [minuteMs, unit] = key.slice(prefix.length) as [number, string];
      yield { minuteMs, unit, set: unpack(value) };
    }
  }

  /** The metrics of a scope by namespace and name, from a place on; `path` is their place. */
  *series(
    { account, region }: Scope,
    from?: readonly string[],
  ): Generator<{ readonly path: readonly string[]; readonly entry: SeriesEntry }> {
    const prefix = [...SERIES, account, region];
    const range = { prefix, ...(from && { from: [...prefix, ...from] }) };
    for (const { key, value } of this.#options.store.range<SeriesEntry>(range)) {
      yield { path: key.slice(prefix.length) as string[], entry: value };
    }
  }

  #forgetPending(): void {
    for (const pending of this.#pending.values()) pending.isStored = true;
    this.#pending.clear();
  }

  #flushLater(): void {
    this.flush().catch((error: unknown) => {
      this.#options.onProblem(`Metrics could not be stored: ${error}`);
    });
  }

  #write(transaction: Transaction, samples: Iterable<Sample>): void {
    for (const sample of samples) addSample(transaction, sample);
    const nowMs = this.#options.clock.now();
    if (nowMs - this.#sweptMs < SWEPT_EVERY_MS) return;
    const isDone = sweep(transaction, this.#horizonMs());
    transaction.afterCommit(() => {
      if (isDone) this.#sweptMs = nowMs;
    });
  }

  #horizonMs(): number {
    return minuteOf(this.#options.clock.now() - KEPT_MS);
  }
}

function* samplesOf(pending: Iterable<Pending>): Iterable<Sample> {
  for (const { metrics, ...values } of pending) {
    for (const metric of metrics) yield { ...values, metric };
  }
}

/** Names hold no control characters, so they cannot run into each other. */
function pendingId({ scope, metrics, unit, atMs }: Omit<Pending, 'set' | 'isStored'>): string {
  let id = `${scope.account}\0${scope.region}\0${unit}\0${atMs}`;
  for (const { namespace, name, dimensions } of metrics) {
    id += `\0\0${namespace}\0${name}`;
    for (const dimension of dimensions) id += `\0${dimension.name}\0${dimension.value}`;
  }
  return id;
}

/**
 * The beginning of the minute of a time. Never before the epoch, which no key can tell: a manual clock
 * may begin there.
 */
export const minuteOf = (atMs: number) => Math.max(0, Math.floor(atMs / MINUTE_MS) * MINUTE_MS);

function addSample(transaction: Transaction, { scope, metric, unit, atMs, set }: Sample): void {
  const path = pathOf(scope, metric);
  const minuteMs = minuteOf(atMs);
  const key = [...dataKey(path), minuteMs, unit];
  const known = transaction.get<Packed>(key);
  transaction.put(key, known ? pack(merge(unpack(known), set)) : pack(set));
  const series = transaction.get<SeriesEntry>(seriesKey(path));
  if (series && series.lastMs >= minuteMs) return;
  transaction.put(seriesKey(path), { ...metric, lastMs: minuteMs } satisfies SeriesEntry);
}

/** Removes what is too old; says whether all of it is gone. */
function sweep(transaction: Transaction, horizonMs: number): boolean {
  let left = SWEPT_AT_ONCE;
  if (horizonMs <= 0) return true;
  for (const { key, value } of [...transaction.range<SeriesEntry>({ prefix: SERIES })]) {
    const prefix = dataKey(key.slice(SERIES.length));
    const range = { prefix, to: [...prefix, horizonMs], limit: left };
    const old: Key[] = [...transaction.range(range)].map((entry) => entry.key);
    for (const each of old) transaction.remove(each);
    left -= old.length;
    if (left <= 0) return false;
    if (value.lastMs < horizonMs) transaction.remove(key);
  }
  return true;
}

const pack = ({ sampleCount, sum, minimum, maximum }: StatisticSet): Packed => [
  sampleCount,
  sum,
  minimum,
  maximum,
];
const unpack = ([sampleCount, sum, minimum, maximum]: Packed): StatisticSet => ({
  sampleCount,
  sum,
  minimum,
  maximum,
});
