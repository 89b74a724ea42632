import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Store } from '../store/store.ts';
import type { Events } from './events.ts';
import { MetricBuckets, type Sample } from './metric-buckets.ts';
import { type MetricDatum, samplesOf } from './metric-data.ts';
import { listMetrics, type MetricFilter } from './metric-list.ts';
import { checkMetric } from './metric-names.ts';
import {
  lastPeriodsOf,
  type MetricDataRequest,
  type MetricDataResult,
  type MetricPoint,
  metricDataOf,
  type PeriodsQuery,
  type StatisticsQuery,
  statisticsOf,
} from './metric-queries.ts';
import type { Metric } from './metric-series.ts';
import { followEvents } from './metric-sources.ts';
import { MinuteSampler, type MinuteSamples } from './minute-sampler.ts';

export interface MetricsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly events: Events;
  /** Whether a mapping was made with EventCount metrics. */
  readonly wantsEventCount: (mappingId: string) => boolean;
  /** What is measured at the end of minutes. */
  readonly minuteSamples?: MinuteSamples | undefined;
}

/**
 * CloudWatch's metrics: those of Lambda, made from what happens, what is measured by the minute, and
 * those that clients put. They are kept by the minute for fifteen days; percentiles are not kept.
 */
export class Metrics {
  readonly #clock: Clock;
  readonly #buckets: MetricBuckets;
  readonly #unfollow: () => void;
  readonly #sampler: MinuteSampler | undefined;

  constructor({ store, clock, events, wantsEventCount, ...options }: MetricsOptions) {
    this.#clock = clock;
    const onProblem = (message: string) => events.emit('warning', { message });
    const buckets = new MetricBuckets({ store, clock, onProblem });
    this.#buckets = buckets;
    this.#unfollow = followEvents({
      events,
      now: () => clock.now(),
      meter: (...metric) => buckets.meter(...metric),
      wantsEventCount,
    });
    const { minuteSamples: samples } = options;
    const add = (sample: Sample) => buckets.add(sample);
    this.#sampler = samples && new MinuteSampler({ clock, samples, add });
  }

  /** Something happened that is measured at the end of the minute. */
  measure(): void {
    this.#sampler?.wake();
  }

  /**
   * Puts data as PutMetricData does; resolves when it is stored. Throws `InvalidParameterValue`,
   * `InvalidParameterCombination`, `MissingParameter`.
   */
  async put(scope: Scope, namespace: string, data: readonly MetricDatum[]): Promise<void> {
    const nowMs = this.#clock.now();
    await this.#buckets.put(samplesOf({ scope, namespace, nowMs }, data));
  }

  /**
   * The points of a metric, the earliest first. Throws `InvalidParameterValue`,
   * `InvalidParameterCombination`.
   */
  async getStatistics(scope: Scope, query: StatisticsQuery): Promise<MetricPoint[]> {
    await this.flush();
    return statisticsOf(this.#buckets, scope, { ...query, ...checkMetric(query) });
  }

  /**
   * One page of the results of several queries. Throws `InvalidParameterValue`, `ValidationError`,
   * `InvalidNextToken`.
   */
  async getData(
    scope: Scope,
    request: MetricDataRequest,
  ): Promise<{ results: MetricDataResult[]; nextToken?: string }> {
    await this.flush();
    const queries = request.queries.map((query) => ({ ...query, ...checkMetric(query) }));
    return metricDataOf(this.#buckets, scope, { ...request, queries });
  }

  /** One page of the metrics with data of the last two weeks. Throws `InvalidParameterValue`. */
  async list(
    scope: Scope,
    filter: MetricFilter = {},
  ): Promise<{ metrics: Metric[]; nextToken?: string }> {
    await this.flush();
    return listMetrics(this.#buckets, { scope, nowMs: this.#clock.now() }, filter);
  }

  /** The last periods of a metric, the latest first, at once: with all that has happened so far. */
  lastPeriods(scope: Scope, query: PeriodsQuery): ReturnType<typeof lastPeriodsOf> {
    // What is committed is seen by readers at once; whether it is safe is told to others.
    this.flush().catch(() => undefined);
    return lastPeriodsOf(this.#buckets, scope, query);
  }

  /** Resolves once everything that has happened so far is stored. */
  flush(): Promise<void> {
    this.#sampler?.catchUp();
    return this.#buckets.flush();
  }

  /** Listens no more; resolves once everything that has happened so far is stored. */
  async close(): Promise<void> {
    this.#unfollow();
    this.#sampler?.close();
    await this.#buckets.flush();
  }
}
