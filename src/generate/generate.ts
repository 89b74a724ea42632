import { type Clock, sleep } from '../clock/clock.ts';
import type { Random } from '../random/random.ts';
import { dispatch, type ReadyRecord } from './dispatch.ts';
import { GenerateError } from './generate-error.ts';
import type { GeneratedRecord } from './generated-record.ts';
import type { KinesisPort } from './kinesis-port.ts';
import { KplAggregator } from './kpl-aggregator.ts';
import type { Rate } from './rate.ts';
import type { RecordSource } from './record-source.ts';
import { putGroup } from './sender.ts';
import { ShardBudget } from './shard-budget.ts';
import { ShardMap } from './shard-map.ts';
import { noTotals, type Totals } from './totals.ts';

export interface GenerateOptions {
  readonly source: RecordSource;
  readonly kinesis: KinesisPort;
  readonly rate: Rate;
  readonly clock: Clock;
  /** For pauses before a record is put again. */
  readonly random: Random;
  /** End after so many records, or so much time, whichever comes first; absent: when aborted. */
  readonly count?: number | undefined;
  readonly durationMs?: number | undefined;
  /** Keep within what shards take a second. */
  readonly respectsShardLimits: boolean;
  /** Aggregate as the Kinesis Producer Library does. */
  readonly aggregates: boolean;
  /** Requests under way at once. */
  readonly concurrency: number;
  readonly retries: number;
  readonly signal?: AbortSignal | undefined;
  /** Counts while the run goes on. */
  readonly totals?: Totals;
}

/** How often the rate is looked at; aggregates get longer, so that they hold something. */
const TICK_MS = 20;
const AGGREGATING_TICK_MS = 100;
/** Records that are made and not sent yet, at most. */
const MOST_READY = 2000;
/** When the stream cannot keep up, so much of the rate is caught up with later, and no more. */
const CATCH_UP_MS = 1000;
/** How often the shards are asked for again while the stream turns records down. */
const LOOK_AT_SHARDS_MS = 10_000;

/**
 * Puts made records to a stream at a rate. Resolves when all is said of the last of them.
 *
 * @throws GenerateError `PutRefused` when the stream does not take records at all
 */
export async function generate(options: GenerateOptions): Promise<Totals> {
  return new Generation(options).run();
}

class Generation {
  readonly #options: GenerateOptions;
  readonly #totals: Totals;
  readonly #startMs: number;
  readonly #budget: ShardBudget | undefined;
  readonly #aggregator: KplAggregator | undefined;
  readonly #underWay = new Set<Promise<void>>();
  #shards: ShardMap | undefined;
  #shardsAtMs = 0;
  #throttledThen = 0;
  #ready: readonly ReadyRecord[] = [];
  #made = 0;
  /** Records of the rate that are not made any more, because the stream was slower for too long. */
  #forgiven = 0;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: GenerateOptions) {
    this.#options = options;
    this.#totals = options.totals ?? noTotals();
    this.#startMs = options.clock.now();
    this.#budget = options.respectsShardLimits ? new ShardBudget() : undefined;
    this.#aggregator = options.aggregates ? new KplAggregator() : undefined;
  }

  async run(): Promise<Totals> {
    const { concurrency, signal, clock } = this.#options;
    const tickMs = this.#aggregator ? AGGREGATING_TICK_MS : TICK_MS;
    await this.#lookAtShards();
    while (!signal?.aborted && !this.#failure) {
      this.#make();
      const { group, rest, isFull } = dispatch(this.#ready, this.#budget, clock.now());
      this.#ready = rest;
      if (group.length > 0) this.#send(group);
      if (this.#isOver(isFull)) break;
      if (this.#underWay.size >= concurrency) await Promise.race(this.#underWay);
      // What did not fill a request waits for more: requests of single records would be many.
      const isAtOnce = isFull || (rest.length === 0 && this.#isBehind());
      if (!isAtOnce) await sleep(clock, tickMs, signal);
      await this.#lookAtShards();
    }
    await Promise.all(this.#underWay);
    if (this.#failure) throw this.#failure.error;
    return this.#totals;
  }

  /**
   * Whether all is sent that is to be sent. When the time is over, what shards did not take by
   * then is left.
   */
  #isOver(mightSendMore: boolean): boolean {
    if (mightSendMore) return false;
    const { count = Number.POSITIVE_INFINITY, durationMs = Number.POSITIVE_INFINITY } =
      this.#options;
    if (this.#made >= count) return this.#ready.length === 0;
    return this.#elapsedMs() >= durationMs && (this.#ready.length > 0 || !this.#isBehind());
  }

  #isBehind(): boolean {
    return this.#dueNow() > this.#made;
  }

  #elapsedMs(): number {
    return this.#options.clock.now() - this.#startMs;
  }

  /** Makes what is due by now, as far as there is room. */
  #make(): void {
    const { source, count = Number.POSITIVE_INFINITY } = this.#options;
    const wanted = Math.min(count, this.#dueNow()) - this.#made;
    const made: ReadyRecord[] = [];
    for (let left = Math.min(wanted, MOST_READY - this.#ready.length); left > 0; left--) {
      this.#made++;
      const ready = this.#readied(source.next());
      if (!this.#aggregator) made.push(ready);
      else made.push(...this.#aggregator.add(ready));
    }
    if (this.#aggregator) made.push(...this.#aggregator.flush());
    if (made.length > 0) this.#ready = this.#ready.concat(made);
  }

  #dueNow(): number {
    const { rate, durationMs = Number.POSITIVE_INFINITY } = this.#options;
    const elapsedMs = Math.min(this.#elapsedMs(), durationMs);
    const due = Math.floor(rate(elapsedMs));
    if (due === Number.POSITIVE_INFINITY) return elapsedMs < durationMs ? due : this.#made;
    const caughtUp = Math.floor(rate(Math.max(0, elapsedMs - CATCH_UP_MS)));
    this.#forgiven = Math.max(this.#forgiven, caughtUp - this.#made);
    return due - this.#forgiven;
  }

  #readied(record: GeneratedRecord): ReadyRecord {
    const isAsked = this.#budget !== undefined || this.#aggregator !== undefined;
    const shardId = isAsked ? (this.#shards?.shardOf(record.partitionKey) ?? '') : '';
    return { record, shardId };
  }

  #send(group: readonly GeneratedRecord[]): void {
    const { kinesis, clock, random, retries, signal } = this.#options;
    const totals = this.#totals;
    const parts = { kinesis, clock, random, retries, totals, ...(signal && { signal }) };
    const sent: Promise<void> = putGroup(group, parts)
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => this.#underWay.delete(sent));
    this.#underWay.add(sent);
  }

  /** Asks for the shards at the start, and again when throttling says that they may have changed. */
  async #lookAtShards(): Promise<void> {
    const { respectsShardLimits, clock, kinesis } = this.#options;
    const nowMs = clock.now();
    const isFirst = this.#shards === undefined;
    const isThrottled = this.#totals.throttled > this.#throttledThen;
    const isDue = isThrottled && nowMs - this.#shardsAtMs >= LOOK_AT_SHARDS_MS;
    if (!isFirst && (!isDue || (!respectsShardLimits && !this.#aggregator))) return;
    this.#shardsAtMs = nowMs;
    this.#throttledThen = this.#totals.throttled;
    try {
      this.#shards = new ShardMap(await kinesis.openShards());
    } catch (error) {
      // Later on the shards of before are better than an end.
      const { message, name } = error as Error;
      if (isFirst) throw new GenerateError('PutRefused', message || name, { cause: error });
    }
  }
}
