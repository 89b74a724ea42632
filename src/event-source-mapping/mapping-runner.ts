import { type Clock, sleep } from '../clock/clock.ts';
import type { Random } from '../random/random.ts';
import { asError } from './as-error.ts';
import type { Report } from './effect.ts';
import { EventMemory } from './event-memory.ts';
import { parseFilterCriteria } from './filter/filter-criteria.ts';
import { expandAggregate, type ShardHashKeys } from './kpl-aggregate.ts';
import { type EventSourceMapping, startOf } from './mapping.ts';
import type { Pace } from './pace.ts';
import { type Ports, SHARD_END, type ShardDescription, type ShardOfMapping } from './ports.ts';
import { jsonOf } from './record-json.ts';
import { type PollerEnd, ShardPoller } from './shard-poller.ts';
import type { ShardPosition, StreamRecord } from './stream-record.ts';

export interface MappingRunnerOptions {
  readonly mapping: EventSourceMapping;
  readonly clock: Clock;
  readonly random: Random;
  readonly pace: Pace;
  readonly ports: Ports;
  readonly onReport: (report: Report) => void;
}

/** What is told of an end that nobody asked for. */
const PROBLEMS: Partial<Record<PollerEnd, string>> = {
  'stream-deleted': 'The stream was deleted.',
  'stream-replaced': 'The stream was deleted and made again; it is read from the new beginning.',
};

/** How long a mapping waits before it looks again for a stream that it could not find. */
const LOOK_AGAIN_AFTER_MS = 1000;

/**
 * Runs one mapping: a poller for each shard whose parents are finished. It looks at the stream when
 * it starts, whenever a shard has ended (its children may begin now), and when another stream has
 * taken the name of the one that it was reading.
 */
export class MappingRunner {
  readonly #options: MappingRunnerOptions;
  readonly #pollers = new Map<string, ShardPoller>();
  readonly #eventMemory = new EventMemory();
  readonly #stopping = new AbortController();
  /** Looks at the stream, one after the other. */
  #looking: Promise<void>;

  constructor(options: MappingRunnerOptions) {
    this.#options = options;
    this.#looking = this.#findShards();
  }

  /** Begins nothing new; resolves when what is under way is over, or `signal` is aborted. */
  async stop(signal: AbortSignal): Promise<void> {
    this.#stopping.abort();
    for (const poller of this.#pollers.values()) poller.stop();
    const all = Promise.all([...this.#pollers.values()].map((poller) => poller.finished));
    await Promise.race([Promise.all([all, this.#looking]), aborted(signal, all)]);
    for (const poller of this.#pollers.values()) poller.abandon();
  }

  async #findShards(): Promise<void> {
    const { mapping, ports, clock } = this.#options;
    while (!this.#stopping.signal.aborted) {
      try {
        const { streamId, shards } = await ports.stream.describe(mapping.eventSourceArn);
        const isFinished = (shardId: string) =>
          ports.progress.checkpoint(this.#shard(streamId, shardId)) === SHARD_END;
        const ids = new Set(shards.map(({ shardId }) => shardId));
        for (const shard of shards) {
          const { shardId, parentShardIds } = shard;
          // A parent that is no longer listed has been forgotten with all its records.
          const waitsFor = parentShardIds.filter((id) => ids.has(id) && !isFinished(id));
          if (waitsFor.length === 0 && !isFinished(shardId)) this.#poll(streamId, shard);
        }
        return;
      } catch (error) {
        this.#problem(asError(error).message);
        await sleep(clock, LOOK_AGAIN_AFTER_MS, this.#stopping.signal);
      }
    }
  }

  #poll(streamId: string, { shardId, hashKeys }: ShardDescription): void {
    if (this.#pollers.has(shardId) || this.#stopping.signal.aborted) return;
    const { mapping, clock, random, pace, ports, onReport } = this.#options;
    const { uuid: mappingId, functionArn, eventSourceArn, settings } = mapping;
    const { filterPatterns } = settings;
    const filter = filterPatterns.length > 0 ? parseFilterCriteria(filterPatterns) : undefined;
    const isFannedOut = isConsumerArn(eventSourceArn);
    let batches = 0;
    const poller = new ShardPoller({
      ...{ mappingId, functionArn, settings, filter, streamId, ports, clock, onReport },
      eventMemory: this.#eventMemory,
      // A registered consumer is pushed to, and gets the records inside aggregates one by one;
      // others get an aggregate as it is (recorded on AWS).
      pace: isFannedOut ? { ...pace, pollIntervalMs: undefined } : pace,
      expand: isFannedOut ? (record) => expand(record, hashKeys) : undefined,
      identity: {
        eventSourceArn,
        shardId,
        region: mapping.scope.region,
        invokeIdentityArn: ports.function.roleArn(functionArn),
      },
      position: this.#positionIn(this.#shard(streamId, shardId)),
      openWindow: ports.progress.openWindow(this.#shard(streamId, shardId)),
      newRequestId: () => random.uuid(),
      newBatchId: () => `${mappingId}/${shardId}/${++batches}`,
    });
    this.#pollers.set(shardId, poller);
    void poller.finished.then((because) => this.#ended(because, this.#shard(streamId, shardId)));
  }

  #ended(because: PollerEnd, shard: ShardOfMapping): void {
    if (because === 'stopped' || because === 'failed') return;
    const problem = PROBLEMS[because];
    if (problem) this.#problem(problem);
    this.#looking = this.#looking.then(async () => {
      if (because === 'shard-ended') await this.#storeEnd(shard);
      // Not before its end is stored: whoever looks until then must not take it for one to read.
      this.#pollers.delete(shard.shardId);
      await this.#findShards();
    });
  }

  async #storeEnd(shard: ShardOfMapping): Promise<void> {
    const { ports, clock } = this.#options;
    while (!this.#stopping.signal.aborted) {
      try {
        await ports.progress.saveProgress(shard, { sequenceNumber: SHARD_END, openWindow: null });
        return;
      } catch (error) {
        this.#problem(`The end of ${shard.shardId} could not be stored: ${asError(error).message}`);
        await sleep(clock, LOOK_AGAIN_AFTER_MS, this.#stopping.signal);
      }
    }
  }

  #positionIn(shard: ShardOfMapping): ShardPosition {
    const { mapping, ports } = this.#options;
    const sequenceNumber = ports.progress.checkpoint(shard);
    if (sequenceNumber === undefined) return startOf(mapping);
    return { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber };
  }

  #shard(streamId: string, shardId: string): ShardOfMapping {
    return { mappingId: this.#options.mapping.uuid, streamId, shardId };
  }

  #problem(message: string): void {
    const { mapping, onReport } = this.#options;
    const event = { mappingId: mapping.uuid, message };
    onReport({ type: 'report', name: 'mapping-problem', event });
  }
}

/** A registered consumer of a stream: `<streamArn>/consumer/<name>:<epochSeconds>`. */
function isConsumerArn(eventSourceArn: string): boolean {
  return /:stream\/[^/]+\/consumer\//.test(eventSourceArn);
}

/** The records inside an aggregate; each has the aggregate's sequence number (recorded on AWS). */
function expand(record: StreamRecord, hashKeys: ShardHashKeys): StreamRecord[] | undefined {
  const { sequenceNumber, approximateArrivalTimestamp } = record;
  return expandAggregate(record, hashKeys)?.map(({ partitionKey, data }) => {
    const inner = { sequenceNumber, partitionKey, data, approximateArrivalTimestamp };
    return { ...inner, json: jsonOf(inner) };
  });
}

/** Resolves when `signal` is aborted; no longer listens once `done` is. */
function aborted(signal: AbortSignal, done: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const abort = () => resolve();
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    void done.finally(() => signal.removeEventListener('abort', abort));
  });
}
