import type { Clock } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { Random } from '../random/random.ts';
import type { Store, Transaction } from '../store/store.ts';
import { isWithin, LIMITS, REQUEST_RULES } from './limits.ts';
import type { ReceivedMessage } from './message.ts';
import { checkId, notOfThisQueueType } from './message-check.ts';
import { removeMessage } from './message-store.ts';
import type { Queue } from './queue.ts';
import { invalidParameter, QueueError } from './queue-error.ts';
import { receive } from './receive.ts';
import { receiveAgain } from './receive-attempts.ts';

/** What the queues work with. */
export interface QueuesDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: Events;
  /** Called when a queue is used for the first time since its meter was read. */
  readonly onUse?: (() => void) | undefined;
}

/** How to receive. */
export interface ReceiveOptions {
  /** 1 to 10; 1 unless given. */
  readonly maxMessages?: number | undefined;
  /** How long to wait for a first message, 0 to 20; the queue's own setting unless given. */
  readonly waitSeconds?: number | undefined;
  /** 0 to 43200; the queue's own setting unless given. */
  readonly visibilityTimeoutSeconds?: number | undefined;
  /** FIFO queues only: a second receive with it is given the same messages, if it can be. */
  readonly attemptId?: string | undefined;
  /** Ends the wait with nothing received. */
  readonly signal?: AbortSignal | undefined;
}

/** How many expired messages one transaction drops. */
const EXPIRY_BATCH = 100;

/** Takes messages out of queues, at once or by waiting, and drops those that are too old. */
export class Receiver {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #events: Events;
  readonly #findByArn: (arn: string) => Queue | undefined;

  constructor(
    { store, clock, random, events }: QueuesDependencies,
    findByArn: (arn: string) => Queue | undefined,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#random = random;
    this.#events = events;
    this.#findByArn = findByArn;
  }

  /**
   * Receives messages, or waits for the first one as long as asked; then there may be none.
   *
   * @throws QueueError InvalidParameterValue, or OverLimit when too many messages are in flight and
   *   the receiver does not wait (Amazon SQS developer guide, quotas)
   */
  async receive(queue: Queue, options: ReceiveOptions): Promise<ReceivedMessage[]> {
    checkOptions(queue, options);
    if (options.signal?.aborted) return [];
    const attempt = () => this.#attempt(queue, options);
    queue.polls.serve(); // who waits already comes first
    const found = this.#again(queue, options) ?? attempt();
    if (found) return found;
    const waitSeconds = options.waitSeconds ?? queue.record.settings.receiveWaitSeconds;
    if (waitSeconds === 0) return this.#none(queue);
    const untilMs = this.#clock.now() + waitSeconds * 1000;
    const received = await queue.polls.wait({ attempt, untilMs, signal: options.signal });
    if (!received) queue.usage.received(0);
    return received ?? [];
  }

  /** Drops the messages that the queue's retention period is over for. */
  async dropExpired(queue: Queue): Promise<void> {
    await Promise.all(this.#startDropping(queue));
  }

  /** Drops them as far as memory knows; what cannot be stored of that is told. */
  startDroppingExpired(queue: Queue): void {
    this.#inBackground(this.#startDropping(queue));
  }

  /** Undefined when there is nothing; else the messages, once they are stored as taken. */
  #attempt(queue: Queue, options: ReceiveOptions): Promise<ReceivedMessage[]> | undefined {
    const { maxMessages = 1 } = options;
    const { settings } = queue.record;
    const pending: Promise<unknown>[] = this.#startDropping(queue);
    for (;;) {
      const nowMs = this.#clock.now();
      const room = LIMITS.inFlightMessages - queue.kind.line.counts(nowMs).inFlight;
      const numbers = queue.kind.line.ready(nowMs, Math.min(maxMessages, room));
      if (numbers.length === 0) break;
      const { answer, committed } = this.#start((transaction) =>
        receive(transaction, queue, {
          numbers,
          visibilityTimeoutSeconds: timeoutOf(queue, options),
          deadLetterQueue: this.#findByArn(settings.redrivePolicy?.deadLetterTargetArn ?? ''),
          attemptId: options.attemptId,
          nowMs,
          random: this.#random,
        }),
      );
      pending.push(committed);
      if (answer?.length !== 0) return Promise.all(pending).then(() => committed);
      // All of them went to the dead-letter queue: look at the next ones.
    }
    this.#inBackground(pending);
    return undefined;
  }

  /** What an earlier receive of the same attempt id was given; undefined when it cannot be again. */
  #again(queue: Queue, options: ReceiveOptions): Promise<ReceivedMessage[]> | undefined {
    const { attemptId } = options;
    if (attemptId === undefined) return undefined;
    const { answer, committed } = this.#start((transaction) =>
      receiveAgain(transaction, queue, {
        attemptId,
        visibilityTimeoutSeconds: timeoutOf(queue, options),
        nowMs: this.#clock.now(),
      }),
    );
    return answer?.length === 0 ? undefined : committed;
  }

  #none(queue: Queue): ReceivedMessage[] {
    const { inFlight } = queue.kind.line.counts(this.#clock.now());
    if (inFlight >= LIMITS.inFlightMessages && queue.kind.tellsOverLimit)
      throw new QueueError(
        'OverLimit',
        `The queue ${queue.name} has ${inFlight} messages in flight, and can have no more.`,
      );
    queue.usage.received(0);
    return [];
  }

  #startDropping(queue: Queue): Promise<unknown>[] {
    const pending: Promise<unknown>[] = [];
    const retentionMs = queue.record.settings.messageRetentionSeconds * 1000;
    for (;;) {
      const numbers = queue.index.sentBy(this.#clock.now() - retentionMs, EXPIRY_BATCH);
      if (numbers.length === 0) return pending;
      const { answer, committed } = this.#start((transaction) => {
        for (const number of numbers) removeMessage(transaction, queue, number);
        return numbers.length;
      });
      pending.push(committed);
      if (answer === undefined) return pending;
    }
  }

  /** Runs a transaction and tells its answer at once; undefined when it failed. */
  #start<T>(work: (transaction: Transaction) => T): { answer?: T; committed: Promise<T> } {
    const outcome: { answer?: T } = {};
    const committed = this.#store.transact((transaction) => {
      outcome.answer = work(transaction);
      return outcome.answer;
    });
    return { ...outcome, committed };
  }

  #inBackground(pending: readonly Promise<unknown>[]): void {
    Promise.all(pending).catch((error: unknown) => {
      this.#events.emit('warning', { message: `A change of a queue was not stored: ${error}` });
    });
  }
}

function timeoutOf(queue: Queue, { visibilityTimeoutSeconds }: ReceiveOptions): number {
  return visibilityTimeoutSeconds ?? queue.record.settings.visibilityTimeoutSeconds;
}

/** The texts were observed on AWS, for attempt ids those of other ids. */
function checkOptions(queue: Queue, options: ReceiveOptions): void {
  const { maxMessages, waitSeconds, visibilityTimeoutSeconds, attemptId } = options;
  if (attemptId !== undefined) {
    if (!queue.kind.attempts) throw notOfThisQueueType('ReceiveRequestAttemptId', attemptId);
    checkId('ReceiveRequestAttemptId', attemptId);
  }
  const refused = [
    ['maxMessages', maxMessages, 'Must be between 1 and 10, if provided.'],
    ['waitSeconds', waitSeconds, 'Must be >= 0 and <= 20, if provided.'],
    [
      'visibilityTimeoutSeconds',
      visibilityTimeoutSeconds,
      'Must be between 0 and 43200, if provided.',
    ],
  ] as const;
  for (const [name, value, reason] of refused) {
    const rule = REQUEST_RULES[name];
    if (value === undefined || isWithin(rule, value)) continue;
    throw invalidParameter(rule.name, value, reason);
  }
}
