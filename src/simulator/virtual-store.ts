import { laneOf } from '../event-source-mapping/lane-of.ts';
import type { Progress } from '../event-source-mapping/progress.ts';
import type { Run, ShardFacts, SimulatedRecord } from './facts.ts';
import type { FailureMessage } from './invariants/invariant.ts';
import { textOfProgress } from './trace-text.ts';
import type { World } from './world.ts';

/** The slowest store takes this long. */
const SLOWEST_MS = 4;

interface Discard {
  readonly run: Run;
  readonly shard: ShardFacts;
  readonly failureRecord: string;
  readonly progress: Progress;
  /** The sequence numbers of what is given up, where they are known. */
  readonly batch?: readonly string[];
}

/** What came of an attempt to store: the reason of a refused delivery, or what broke. */
export interface Stored {
  readonly failure?: string;
  readonly error?: Error;
}

/**
 * Where checkpoints are kept and failure records go. What is asked for is carried out in that order
 * and a little later; a crash in between leaves it undone.
 */
export class VirtualStore {
  readonly #world: World;
  #freeAtMs = 0;

  constructor(world: World) {
    this.#world = world;
  }

  saveProgress(
    { run, shard }: { run: Run; shard: ShardFacts },
    progress: Progress,
    done: (result: Stored) => void,
  ): void {
    const { chronicle } = this.#world;
    this.#carryOut(run, (isBroken) => {
      if (isBroken) {
        chronicle.unstored.add(shard);
        return done({ error: new Error('No space left on device.') });
      }
      this.#world.say(() => `stored    ${shard.shardId} ${textOfProgress(progress)}`);
      chronicle.stored(run, shard, progress);
      done({});
    });
  }

  discard(discard: Discard, done: (result: Stored) => void): void {
    const { chronicle } = this.#world;
    const { run, shard, failureRecord, progress, batch } = discard;
    this.#carryOut(run, (isBroken) => {
      if (isBroken) return done({ error: new Error('No space left on device.') });
      const hasDestination = run.settings.onFailureDestinationArn !== undefined;
      const isRefused = hasDestination && this.#world.suffers('refuse-delivery');
      const fate = isRefused ? 'undelivered' : hasDestination ? 'described' : 'skipped';
      const message: FailureMessage = JSON.parse(failureRecord);
      this.#world.say(() => `${fate.padEnd(9)} ${failureRecord}`);
      const records = this.#givenUp(discard, message);
      chronicle.discarded({ run, shard, records, batch, message, fate });
      chronicle.stored(run, shard, progress);
      done(isRefused ? { failure: 'Access denied.' } : {});
    });
  }

  /** What a reader of the failure record takes it to mean: the wanted records of its lane. */
  #givenUp({ run, shard }: Discard, { KinesisBatchInfo: info }: FailureMessage): SimulatedRecord[] {
    const { stream } = this.#world;
    const first = stream.find(info.startSequenceNumber ?? '');
    const last = stream.find(info.endSequenceNumber ?? '');
    if (!first || !last) return [];
    const { parallelizationFactor, isFiltered } = run.settings;
    const lane = laneOf(first.partitionKey, parallelizationFactor);
    return shard.records
      .slice(first.indexInShard, last.indexInShard + 1)
      .filter(({ readIn, put }) => readIn === run.id && (put.isWanted || !isFiltered))
      .filter(({ partitionKey }) => laneOf(partitionKey, parallelizationFactor) === lane);
  }

  #carryOut(run: Run, operation: (isBroken: boolean) => void): void {
    const { clock } = this.#world;
    const atMs = Math.max(this.#freeAtMs, clock.now() + this.#world.draw(0, SLOWEST_MS));
    this.#freeAtMs = atMs;
    clock.at(atMs, () => {
      if (run.endedAtMs === undefined) operation(this.#world.suffers('break-store'));
    });
  }
}
