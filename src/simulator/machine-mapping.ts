import type { Timer } from '../clock/clock.ts';
import type { Effect, Input } from '../event-source-mapping/effect.ts';
import { startOf } from '../event-source-mapping/mapping.ts';
import { PACES } from '../event-source-mapping/pace.ts';
import { SHARD_END } from '../event-source-mapping/ports.ts';
import { progressOf } from '../event-source-mapping/progress.ts';
import type { ShardConsumerOptions } from '../event-source-mapping/shard-consumer.ts';
import type { RecordFilter } from '../event-source-mapping/stream-record.ts';
import { IDENTITY } from './invariants/batch-limits.ts';
import {
  FUNCTION_ARN,
  type MappingStart,
  mappingIn,
  type SimulatedMapping,
} from './simulated-mapping.ts';
import { textOfEffect, textOfInput } from './trace-text.ts';
import type { VirtualShard } from './virtual-stream.ts';

/** How long to wait before storing again what could not be stored. */
const STORE_AGAIN_AFTER_MS = 1000;
const SLOWEST_READ_MS = 20;

/**
 * A mapping made of real shard consumers and nothing else of the engine: parents before children,
 * timers and answers are done here, without a promise, so that very many histories can be lived.
 */
export class MachineMapping implements SimulatedMapping {
  readonly #start: MappingStart;
  readonly #shards = new Map<VirtualShard, MachineShard>();
  #stopped: (() => void) | undefined;

  constructor(start: MappingStart) {
    this.#start = start;
    this.#look();
  }

  stop(stopped: () => void): void {
    this.#stopped = stopped;
    for (const shard of [...this.#shards.values()]) shard.feed({ type: 'stop' });
    this.#tellIfStopped();
  }

  crash(): void {
    for (const shard of this.#shards.values()) shard.die();
  }

  #look(): void {
    if (this.#stopped) return;
    for (const shard of this.#start.world.stream.shards) {
      const waits = shard.parents.some(({ isStoredAsEnded }) => !isStoredAsEnded);
      if (waits || shard.isStoredAsEnded || this.#shards.has(shard)) continue;
      const over = (because: string) => this.#over(shard, because);
      const machine = new MachineShard(this.#start, shard, over);
      this.#shards.set(shard, machine);
      machine.feed({ type: 'started' });
    }
  }

  #over(shard: VirtualShard, because: string): void {
    if (because === 'stopped') {
      this.#shards.delete(shard);
      this.#tellIfStopped();
    } else this.#saveEnd(shard);
  }

  #saveEnd(shard: VirtualShard): void {
    const { world, run, store } = this.#start;
    const ended = { sequenceNumber: SHARD_END, openWindow: null };
    store.saveProgress({ run, shard }, ended, ({ error }) => {
      if (error) return world.after(STORE_AGAIN_AFTER_MS, () => this.#saveEnd(shard));
      this.#shards.delete(shard);
      this.#look();
      this.#tellIfStopped();
    });
  }

  #tellIfStopped(): void {
    if (this.#shards.size === 0) this.#stopped?.();
  }
}

/** One shard consumer, and what carries out its effects. */
class MachineShard {
  readonly #start: MappingStart;
  readonly #shard: VirtualShard;
  readonly #machine: { handle(input: Input, nowMs: number): readonly Effect[] };
  readonly #over: (because: string) => void;
  readonly #inbox: Input[] = [];
  readonly #listener: () => void;
  #timer: Timer | undefined;
  #isWaitingForRecords = false;
  #hasChanged = false;
  #saving = 0;
  #finished: string | undefined;
  #isDead = false;

  constructor(start: MappingStart, shard: VirtualShard, over: (because: string) => void) {
    this.#start = start;
    this.#shard = shard;
    this.#over = over;
    this.#machine = start.machine(this.#options(), start.world.clock.now());
    this.#listener = () => {
      this.#hasChanged = true;
      if (this.#isWaitingForRecords) this.#wake();
    };
    shard.listeners.add(this.#listener);
  }

  feed(input: Input): void {
    this.#inbox.push(input);
    if (this.#inbox.length > 1) return;
    const { world } = this.#start;
    for (let next = this.#inbox[0]; next && !this.#isDead; next = this.#inbox[0]) {
      const effects = this.#machine.handle(next, world.clock.now());
      if (world.trace) this.#tell(next, effects);
      for (const effect of effects) this.#perform(effect);
      this.#inbox.shift();
    }
  }

  die(): void {
    this.#isDead = true;
    this.#timer?.cancel();
    this.#shard.listeners.delete(this.#listener);
  }

  #tell(input: Input, effects: readonly Effect[]): void {
    const { world } = this.#start;
    const { shardId } = this.#shard;
    world.say(() => `→ ${shardId} ${textOfInput(input)}`);
    for (const effect of effects) world.say(() => `  ${shardId} ${textOfEffect(effect)}`);
  }

  #options(): ShardConsumerOptions {
    const { world, run } = this.#start;
    const { shardId, index, storedIndex, records, storedWindow } = this.#shard;
    const filter: RecordFilter = {
      matches: ({ sequenceNumber }) => world.stream.find(sequenceNumber).put.isWanted,
    };
    const stored = records[storedIndex];
    let [requests, batches] = [0, 0];
    return {
      mappingId: 'simulated',
      functionArn: FUNCTION_ARN,
      settings: run.settings,
      pace: PACES[world.plan.pace],
      identity: { ...IDENTITY, shardId },
      newRequestId: () => `${run.id}-${index}-request-${++requests}`,
      newBatchId: () => `${run.id}-${index}-batch-${++batches}`,
      position: stored
        ? { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: stored.sequenceNumber }
        : startOf(mappingIn(this.#start)),
      filter: run.settings.isFiltered ? filter : undefined,
      openWindow: storedWindow,
    };
  }

  #perform(effect: Effect): void {
    const { world } = this.#start;
    switch (effect.type) {
      case 'read':
        this.#read(effect);
        break;
      case 'invoke':
        this.#invoke(effect);
        break;
      case 'discard':
        this.#discard(effect);
        break;
      case 'checkpoint':
        this.#save(effect);
        break;
      case 'wait':
        this.#wait(effect);
        break;
      case 'report':
        world.chronicle.reported(effect);
        break;
      case 'finish':
        this.#finished = effect.because;
        this.#finish();
    }
  }

  #read({ position, limit }: Effect & { type: 'read' }): void {
    const { world, run } = this.#start;
    const shard = this.#shard;
    this.#hasChanged = false;
    world.chronicle.reading(run, shard);
    // The stream looks at some moment between the question and the answer.
    const look = () => world.stream.read(shard, position, { limit, nowMs: world.clock.now() });
    const fastMs = world.draw(1, SLOWEST_READ_MS);
    world.after(fastMs, () => {
      const found = world.suffers('break-reads') ? undefined : look();
      world.after(world.draw(0, 2), () => {
        if (this.#isDead) return;
        if (!found) return this.feed({ type: 'read-failed', message: 'Internal failure.' });
        world.chronicle.read({ run, shard, records: found.records });
        this.feed({ type: 'read', ...found });
      });
    });
  }

  #invoke({ batch, window }: Effect & { type: 'invoke' }): void {
    const { world, run, invokes } = this.#start;
    const { id: batchId, requestId } = batch;
    const records = batch.records.map(({ sequenceNumber }) => world.stream.find(sequenceNumber));
    invokes.invoke({ run, shard: this.#shard, requestId, records, window }, (outcome) => {
      if (!this.#isDead) this.feed({ type: 'invoked', batchId, outcome });
    });
  }

  #discard(effect: Effect & { type: 'discard' }): void {
    const { world, run, store } = this.#start;
    const { batch, failureRecord, checkpoint, openWindow } = effect;
    const sequenceNumbers = batch.records.map(({ sequenceNumber }) => sequenceNumber);
    const shard = this.#shard;
    const progress = progressOf({ sequenceNumber: checkpoint, openWindow });
    const discard = { run, shard, failureRecord, progress, batch: sequenceNumbers };
    store.discard(discard, ({ error, failure }) => {
      if (error) {
        return world.after(STORE_AGAIN_AFTER_MS, () => this.#isDead || this.#discard(effect));
      }
      const reason = failure === undefined ? {} : { failure };
      this.feed({ type: 'discarded', batchId: batch.id, ...reason });
    });
  }

  #save(effect: Effect & { type: 'checkpoint' }): void {
    const { run, store } = this.#start;
    this.#saving++;
    store.saveProgress({ run, shard: this.#shard }, progressOf(effect), () => {
      this.#saving--;
      this.#finish();
    });
  }

  /** Over only when what is being stored is stored. */
  #finish(): void {
    if (this.#finished === undefined || this.#saving > 0 || this.#isDead) return;
    this.die();
    this.#over(this.#finished);
  }

  #wait({ untilMs, forRecords }: Effect & { type: 'wait' }): void {
    this.#timer?.cancel();
    const { clock } = this.#start.world;
    this.#timer = untilMs === undefined ? undefined : clock.at(untilMs, () => this.#wake());
    this.#isWaitingForRecords = forRecords;
    if (forRecords && this.#hasChanged) this.#wake();
  }

  #wake(): void {
    this.#timer?.cancel();
    this.#isWaitingForRecords = false;
    this.feed({ type: 'woken' });
  }
}
