import type { Clock, Timer } from '../clock/clock.ts';
import { asError } from './as-error.ts';
import type { Effect, Input, Report } from './effect.ts';
import { EventAhead } from './event-ahead.ts';
import type { EventMemory } from './event-memory.ts';
import { lambdaEvent } from './lambda-event.ts';
import {
  type Ports,
  type ReadAnswer,
  type ShardChange,
  type ShardOfMapping,
  type ShardOfStream,
  StreamReplacedError,
} from './ports.ts';
import { type Progress, progressOf } from './progress.ts';
import { ReadAhead } from './read-ahead.ts';
import { ShardConsumer, type ShardConsumerOptions } from './shard-consumer.ts';

export interface ShardPollerOptions extends ShardConsumerOptions {
  readonly streamId: string;
  /** Of the mapping. */
  readonly eventMemory: EventMemory;
  readonly clock: Clock;
  readonly ports: Ports;
  readonly onReport: (report: Report) => void;
}

/** Why a poller is over. */
export type PollerEnd = 'shard-ended' | 'stopped' | 'stream-deleted' | 'stream-replaced' | 'failed';

/** How long a poller waits before it tries again to store what could not be stored. */
const STORE_AGAIN_AFTER_MS = 1000;

/**
 * Carries out what the consumer of one shard decides: a thin loop between the machine and its
 * ports. It decides nothing itself.
 */
export class ShardPoller {
  readonly #options: ShardPollerOptions;
  readonly #stream: ShardOfStream;
  readonly #shard: ShardOfMapping;
  readonly #consumer: ShardConsumer;
  readonly #readAhead: ReadAhead;
  readonly #eventAhead: EventAhead;
  /** Resolves when nothing is under way any more and all progress is stored, and says why. */
  readonly finished: Promise<PollerEnd>;
  #finish: (because: PollerEnd) => void = () => {};
  readonly #unsubscribe: () => void;
  readonly #inbox: Input[] = [];
  /** Resolves when every checkpoint was stored, or told as one that could not be. */
  #saved: Promise<void> = Promise.resolve();
  #timer: Timer | undefined;
  #isWaitingForRecords = false;
  /** The shard changed after the last read began, so the next wait for records is over at once. */
  #hasChanged = false;
  /** A page that was read ahead may tell an older one. */
  #changedRetentionMs: number | undefined;
  #isOver = false;

  constructor(options: ShardPollerOptions) {
    const { identity, mappingId, streamId, clock, ports } = options;
    const { eventSourceArn, shardId } = identity;
    this.#options = options;
    this.#stream = { eventSourceArn, streamId, shardId };
    this.#shard = { mappingId, streamId, shardId };
    this.#consumer = new ShardConsumer(options, clock.now());
    this.#eventAhead = new EventAhead(identity, options.eventMemory);
    this.#readAhead = new ReadAhead({
      readNow: (position, limit) => ports.stream.read({ ...this.#stream, position, limit }),
      onTaken: ({ records }) => this.#eventAhead.prepare(records),
    });
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#unsubscribe = ports.stream.onChange(this.#stream, (change) => this.#changed(change));
    this.#feed({ type: 'started' });
  }

  /** Lets the call that is under way come to its end, and begins nothing new. */
  stop(): void {
    this.#feed({ type: 'stop' });
  }

  /** Takes no further answer into account: what is under way will be done again. */
  abandon(): void {
    this.#end('stopped');
  }

  /** A batch that is tried again reads nothing: what becomes of its stream must be told. */
  #changed(change: ShardChange): void {
    if (change.type === 'deleted') this.#end('stream-deleted');
    else if (change.type === 'retention-changed') {
      this.#changedRetentionMs = change.retentionMs;
      this.#feed(change);
    } else {
      this.#hasChanged = true;
      if (this.#isWaitingForRecords) this.#wake();
    }
  }

  /** Hands inputs over one after the other: what comes while effects are carried out waits. */
  #feed(input: Input): void {
    this.#inbox.push(input);
    if (this.#inbox.length > 1) return;
    for (let next = this.#inbox[0]; next && !this.#isOver; next = this.#inbox[0]) {
      try {
        const effects = this.#consumer.handle(next, this.#options.clock.now());
        for (const effect of effects) this.#perform(effect);
      } catch (error) {
        this.#fail(error);
      }
      this.#inbox.shift();
    }
  }

  /** A defect of ours ends the work on this shard, and on nothing else. */
  #fail(error: unknown): void {
    const until = 'until the mapping is changed, or this starts again';
    const { shardId } = this.#shard;
    this.#problem(`${shardId} is not worked on ${until}: ${asError(error).message}`);
    this.#end('failed');
  }

  #carryOut(work: Promise<void>): void {
    work.catch((error: unknown) => this.#fail(error));
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'read':
        this.#carryOut(this.#read(effect));
        break;
      case 'invoke':
        this.#carryOut(this.#invoke(effect));
        break;
      case 'discard':
        this.#carryOut(this.#discard(effect));
        break;
      case 'checkpoint':
        this.#saved = both(this.#saved, this.#saveProgress(effect));
        break;
      case 'wait':
        this.#wait(effect);
        break;
      case 'report':
        this.#options.onReport(effect);
        break;
      case 'finish':
        this.#end(effect.because);
    }
  }

  async #read({ position, limit }: Effect & { type: 'read' }): Promise<void> {
    this.#hasChanged = false;
    const answer = await this.#readAhead.read(position, limit).catch(asError);
    if (answer instanceof StreamReplacedError) this.#end('stream-replaced');
    else if (answer instanceof Error) this.#feed({ type: 'read-failed', message: answer.message });
    else this.#take(answer);
  }

  #take(answer: ReadAnswer): void {
    this.#eventAhead.read(answer.records);
    const retentionMs = this.#changedRetentionMs ?? answer.retentionMs;
    this.#feed({ type: 'read', ...answer, retentionMs });
  }

  async #invoke({ batch, window }: Effect & { type: 'invoke' }): Promise<void> {
    const { functionArn, ports, pace } = this.#options;
    const { id: batchId, requestId } = batch;
    const payload = this.#eventAhead.eventOf(batch.records, window);
    // At AWS's pace it is part of the pace when a shard is read.
    const isReadAhead = pace.pollIntervalMs === undefined;
    const outcome = await ports.function.invoke({
      ...{ functionArn, requestId, payload },
      ...(isReadAhead && { onDelivered: () => this.#readAhead.begin() }),
    });
    if (outcome.type === 'returned') this.#eventAhead.over(payload);
    this.#feed({ type: 'invoked', batchId, outcome });
  }

  async #discard(effect: Effect & { type: 'discard' }): Promise<void> {
    const { ports, settings, clock, identity } = this.#options;
    const { batch, failureRecord, checkpoint, window, openWindow } = effect;
    const destinationArn = settings.onFailureDestinationArn;
    const event = () => lambdaEvent(batch.records, identity, window);
    const progress = progressOf({ sequenceNumber: checkpoint, openWindow });
    const discard = { failureRecord, destinationArn, progress, event };
    const failure = await ports.progress.discard(this.#shard, discard).catch(asError);
    if (failure instanceof Error) {
      this.#problem(`What was given up could not be stored: ${failure.message}`);
      const again = () => this.#isOver || this.#carryOut(this.#discard(effect));
      clock.at(clock.now() + STORE_AGAIN_AFTER_MS, again);
      return;
    }
    const reason = failure === undefined ? {} : { failure };
    this.#feed({ type: 'discarded', batchId: batch.id, ...reason });
  }

  async #saveProgress(reached: Progress): Promise<void> {
    const { progress } = this.#options.ports;
    const error = await progress.saveProgress(this.#shard, progressOf(reached)).catch(asError);
    // A later checkpoint makes good for it; until then, a restart would go further back.
    if (error) this.#problem(`The checkpoint could not be stored: ${error.message}`);
  }

  #problem(message: string): void {
    const { mappingId, onReport } = this.#options;
    onReport({ type: 'report', name: 'mapping-problem', event: { mappingId, message } });
  }

  #wait({ untilMs, forRecords }: Effect & { type: 'wait' }): void {
    this.#timer?.cancel();
    this.#timer =
      untilMs === undefined
        ? undefined
        : this.#options.clock.at(untilMs, () => {
            this.#wake();
          });
    this.#isWaitingForRecords = forRecords;
    if (forRecords && this.#hasChanged) this.#wake();
  }

  #wake(): void {
    this.#timer?.cancel();
    this.#isWaitingForRecords = false;
    this.#feed({ type: 'woken' });
  }

  #end(because: PollerEnd): void {
    this.#isOver = true;
    this.#timer?.cancel();
    this.#unsubscribe();
    void this.#saved.then(() => this.#finish(because));
  }
}

/** Resolves after both, and keeps the results of neither. */
async function both(one: Promise<void>, other: Promise<void>): Promise<void> {
  await one;
  await other;
}
