import type { Scope } from '../aws/scope.ts';
import type { Clock, Timer } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { Random } from '../random/random.ts';
import type { Store } from '../store/store.ts';
import { isWithin, REQUEST_RULES } from './limits.ts';
import {
  formatTaskHandle,
  type MoveTask,
  moveMessages,
  type NumberedTask,
  parseTaskHandle,
  readTasks,
  writeTask,
} from './move-task.ts';
import type { Queue } from './queue.ts';
import { invalidParameter, QueueError } from './queue-error.ts';
import type { QueueRegistry } from './queue-registry.ts';
import type { QueuesDependencies, Receiver } from './receiver.ts';

/** What is to be moved where, and how quickly. */
export interface MoveWish {
  readonly sourceArn: string;
  readonly destinationArn?: string | undefined;
  /** 1 to 500; as quickly as it goes when not given. */
  readonly maxPerSecond?: number | undefined;
}

/** A task as its starter sees it. */
export interface MoveTaskDescription extends Omit<MoveTask, 'id' | 'lastNumber'> {
  readonly sourceArn: string;
  /** While it is running. */
  readonly handle?: string;
}

/** How many messages one step moves that no rate holds back. */
const STEP = 100;
/** How long a step that could not be stored is waited for, in milliseconds. */
const PAUSE_MS = 1000;

/**
 * Moves messages out of dead-letter queues, in the background. How far a task is, is stored with
 * what it moved; a task that was running goes on after a restart.
 */
export class MoveTasks {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #events: Events;
  readonly #registry: QueueRegistry;
  readonly #receiver: Receiver;
  readonly #timers = new Map<Queue, Timer>();

  constructor(
    { store, clock, random, events }: QueuesDependencies,
    registry: QueueRegistry,
    receiver: Receiver,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#random = random;
    this.#events = events;
    this.#registry = registry;
    this.#receiver = receiver;
    for (const queue of registry.all()) {
      if (this.#running(queue)) this.#schedule(queue, clock.now());
    }
  }

  /** Lets every task stand where it is. */
  close(): void {
    for (const timer of this.#timers.values()) timer.cancel();
  }

  /**
   * Starts a task, and answers its handle. The texts were observed on AWS, except those for the
   * rate and for a destination of the other type.
   *
   * @throws QueueError ResourceNotFoundException for a queue that is not there, or
   *   InvalidParameterValue for one that is not a dead-letter queue or has a task that is running
   */
  async start(scope: Scope, { sourceArn, destinationArn, maxPerSecond }: MoveWish) {
    const queue = this.#existing(scope, sourceArn, 'SourceArn');
    if (this.#registry.sourcesOf(queue).length === 0) {
      throw refused('Source queue must be configured as a Dead Letter Queue.');
    }
    if (destinationArn !== undefined) this.#checkDestination(scope, queue, destinationArn);
    checkNumber('maxPerSecond', maxPerSecond);
    if (this.#running(queue)) {
      throw refused(
        'There is already a task running. ' +
          'Only one active task is allowed for a source queue arn at a given time.',
      );
    }
    this.#receiver.startDroppingExpired(queue);
    const nowMs = this.#clock.now();
    const task: MoveTask = {
      id: this.#random.uuid(),
      ...(destinationArn !== undefined && { destinationArn }),
      ...(maxPerSecond !== undefined && { maxPerSecond }),
      status: 'RUNNING',
      startedAtMs: nowMs,
      moved: 0,
      toMove: queue.kind.line.counts(nowMs).visible,
      lastNumber: queue.index.lastNumber,
    };
    const number = (readTasks(this.#store, queue)[0]?.number ?? -1) + 1;
    await this.#store.transact((transaction) => {
      writeTask(transaction, queue, { number, task });
      transaction.afterCommit(() => this.#schedule(queue, nowMs));
    });
    return formatTaskHandle(task.id, queue.arn);
  }

  /**
   * The latest tasks of a queue, the last one first.
   *
   * @param maxResults 1 to 10
   * @throws QueueError ResourceNotFoundException or InvalidParameterValue
   */
  list(scope: Scope, sourceArn: string, maxResults = 1): MoveTaskDescription[] {
    checkNumber('maxMoveTasks', maxResults);
    const queue = this.#existing(scope, sourceArn, 'SourceArn');
    const tasks = readTasks(this.#store, queue).slice(0, maxResults);
    return tasks.map(({ task: { id, lastNumber: _, ...task } }) => ({
      ...task,
      sourceArn: queue.arn,
      ...(task.status === 'RUNNING' && { handle: formatTaskHandle(id, queue.arn) }),
    }));
  }

  /**
   * Ends a task; what it has moved stays where it is. Answers how many messages that is.
   *
   * @throws QueueError InvalidParameterValue for a handle that is none, or ResourceNotFoundException
   *   when its queue or task is not there, or the task is over (our choice)
   */
  async cancel(scope: Scope, handle: string): Promise<number> {
    const { taskId, sourceArn } = parseTaskHandle(handle);
    const queue = this.#existing(scope, sourceArn, 'SourceArn');
    const running = this.#running(queue);
    if (running?.task.id !== taskId) {
      throw new QueueError('ResourceNotFoundException', 'Task does not exist.');
    }
    const { number, task } = running;
    await this.#store.transact((transaction) => {
      writeTask(transaction, queue, { number, task: { ...task, status: 'CANCELLED' } });
      transaction.afterCommit(() => this.#timers.get(queue)?.cancel());
    });
    return task.moved;
  }

  #running(queue: Queue): NumberedTask | undefined {
    const [latest] = readTasks(this.#store, queue);
    return latest?.task.status === 'RUNNING' ? latest : undefined;
  }

  #schedule(queue: Queue, atMs: number): void {
    this.#timers.get(queue)?.cancel();
    this.#timers.set(
      queue,
      this.#clock.at(atMs, () => this.#step(queue, atMs)),
    );
  }

  #step(queue: Queue, dueMs: number): void {
    const running = this.#running(queue);
    if (!running) return void this.#timers.delete(queue);
    this.#receiver.startDroppingExpired(queue);
    const { number, task } = running;
    const nowMs = this.#clock.now();
    const stepMs = task.maxPerSecond === undefined ? 0 : 1000 / task.maxPerSecond;
    const committed = this.#store.transact((transaction) => {
      const after = moveMessages(transaction, queue, {
        task,
        count: task.maxPerSecond === undefined ? STEP : 1,
        nowMs,
        findByArn: (arn) => this.#registry.findByArn(arn),
        newId: () => this.#random.uuid(),
      });
      writeTask(transaction, queue, { number, task: after });
      transaction.afterCommit(() => {
        if (after.status === 'RUNNING') this.#schedule(queue, Math.max(dueMs + stepMs, nowMs));
        else this.#timers.delete(queue);
      });
    });
    committed.catch((error: unknown) => {
      const message = `A message move task of ${queue.name} waits, as a step was not stored: ${error}`;
      this.#events.emit('warning', { message });
      this.#schedule(queue, this.#clock.now() + PAUSE_MS);
    });
  }

  #existing(scope: Scope, arn: string, parameter: string): Queue {
    const queue = this.#registry.findByArn(arn);
    if (queue && this.#registry.find(scope, queue.name) === queue) return queue;
    throw new QueueError(
      'ResourceNotFoundException',
      `The resource that you specified for the ${parameter} parameter doesn't exist.`,
    );
  }

  #checkDestination(scope: Scope, source: Queue, destinationArn: string): void {
    const { settings } = this.#existing(scope, destinationArn, 'DestinationArn').record;
    const isSameType = settings.fifoQueue === source.record.settings.fifoQueue;
    if (isSameType && destinationArn !== source.arn) return;
    const reason = isSameType ? 'another queue' : 'of the same type as the source queue';
    throw invalidParameter('DestinationArn', destinationArn, `The destination must be ${reason}.`);
  }
}

function refused(message: string): QueueError {
  return new QueueError('InvalidParameterValue', message);
}

function checkNumber(name: 'maxPerSecond' | 'maxMoveTasks', value: number | undefined): void {
  const rule = REQUEST_RULES[name];
  if (value === undefined || isWithin(rule, value)) return;
  const reason = `Must be between ${rule.min} and ${rule.max}, if provided.`;
  throw invalidParameter(rule.name, value, reason);
}
