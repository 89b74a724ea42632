import type { Clock, Timer } from '../clock/clock.ts';
import type { Effect, Input, Report } from './effect.ts';
import type { EventIdentity } from './lambda-event.ts';
import { lambdaEvent } from './lambda-event.ts';
import type { Ports } from './ports.ts';
import { ShardConsumer, type ShardConsumerOptions } from './shard-consumer.ts';

export interface ShardPollerOptions extends ShardConsumerOptions {
  readonly clock: Clock;
  readonly ports: Ports;
  readonly onReport: (report: Report) => void;
}

/**
 * Carries out what the consumer of one shard decides: a thin loop between the machine and its
 * ports. It decides nothing itself.
 */
export class ShardPoller {
  readonly #options: ShardPollerOptions;
  readonly #identity: EventIdentity;
  readonly #consumer: ShardConsumer;
  /** Resolves when nothing is under way any more, and says why. */
  readonly finished: Promise<'shard-ended' | 'stopped'>;
  #finish: (because: 'shard-ended' | 'stopped') => void = () => {};
  readonly #unsubscribe: () => void;
  #timer: Timer | undefined;
  #isWaitingForRecords = false;
  /** Records came after the last read began, so the next wait for records is over at once. */
  #hasNewRecords = false;
  #isOver = false;

  constructor(options: ShardPollerOptions) {
    const { eventSourceArn, shardId } = options.identity;
    this.#options = options;
    this.#identity = options.identity;
    this.#consumer = new ShardConsumer(options);
    this.finished = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#unsubscribe = options.ports.stream.onRecords(eventSourceArn, shardId, () => {
      this.#hasNewRecords = true;
      if (this.#isWaitingForRecords) this.#wake();
    });
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

  #feed(input: Input): void {
    if (this.#isOver) return;
    for (const effect of this.#consumer.handle(input, this.#options.clock.now())) {
      this.#perform(effect);
    }
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'read':
        void this.#read(effect);
        break;
      case 'invoke':
        void this.#invoke(effect);
        break;
      case 'discard':
        void this.#discard(effect);
        break;
      case 'checkpoint':
        void this.#saveCheckpoint(effect.sequenceNumber);
        break;
      case 'wait':
        this.#wait(effect.untilMs);
        break;
      case 'report':
        this.#options.onReport(effect);
        break;
      case 'finish':
        this.#end(effect.because);
    }
  }

  async #read({ position, limit }: Effect & { type: 'read' }): Promise<void> {
    const { eventSourceArn, shardId } = this.#identity;
    this.#hasNewRecords = false;
    try {
      const request = { eventSourceArn, shardId, position, limit };
      this.#feed({ type: 'read', ...(await this.#options.ports.stream.read(request)) });
    } catch (error) {
      this.#feed({ type: 'read-failed', message: messageOf(error) });
    }
  }

  async #invoke({ batch }: Effect & { type: 'invoke' }): Promise<void> {
    const { functionArn, ports } = this.#options;
    const payload = lambdaEvent(batch.records, this.#identity);
    const { requestId } = batch;
    this.#feed({
      type: 'invoked',
      outcome: await ports.function.invoke({ functionArn, requestId, payload }),
    });
  }

  async #discard({ failureRecord, checkpoint }: Effect & { type: 'discard' }): Promise<void> {
    const failure = await this.#options.ports.progress
      .discard({
        ...this.#checkpoint(checkpoint),
        failureRecord,
        destinationArn: this.#options.settings.onFailureDestinationArn,
      })
      .catch(messageOf);
    this.#feed({ type: 'discarded', ...(failure !== undefined && { failure }) });
  }

  async #saveCheckpoint(sequenceNumber: string): Promise<void> {
    const { mappingId, ports, onReport } = this.#options;
    try {
      await ports.progress.saveCheckpoint(this.#checkpoint(sequenceNumber));
    } catch (error) {
      const message = `The checkpoint could not be stored: ${messageOf(error)}`;
      onReport({ type: 'report', name: 'mapping-problem', event: { mappingId, message } });
    }
  }

  #checkpoint(sequenceNumber: string) {
    return { mappingId: this.#options.mappingId, shardId: this.#identity.shardId, sequenceNumber };
  }

  #wait(untilMs: number | undefined): void {
    if (untilMs !== undefined) {
      this.#timer = this.#options.clock.at(untilMs, () => this.#wake());
    } else if (this.#hasNewRecords) {
      this.#wake();
    } else {
      this.#isWaitingForRecords = true;
    }
  }

  #wake(): void {
    this.#isWaitingForRecords = false;
    this.#feed({ type: 'woken' });
  }

  #end(because: 'shard-ended' | 'stopped'): void {
    this.#isOver = true;
    this.#timer?.cancel();
    this.#unsubscribe();
    this.#finish(because);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
