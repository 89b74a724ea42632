import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Random } from '../random/random.ts';
import type { Store, Transaction } from '../store/store.ts';
import { checkNameReuse } from './intervals.ts';
import { LIMITS } from './limits.ts';
import type { MessageDraft, ReceivedMessage, Sending, SentMessage } from './message.ts';
import { messageBytes } from './message-check.ts';
import type { MessageCounts } from './message-index.ts';
import { MoveTasks } from './move-tasks.ts';
import { createQueue, type Queue, type QueueSurroundings, queueDoesNotExist } from './queue.ts';
import { QueueChanges } from './queue-changes.ts';
import { QueueError } from './queue-error.ts';
import { kindOf } from './queue-kinds.ts';
import { checkQueueName } from './queue-name.ts';
import { type QueueReading, readMeter } from './queue-reading.ts';
import { QueueRegistry } from './queue-registry.ts';
import {
  checkSameSettings,
  defaultSettings,
  type QueueSettings,
  type SettingsChange,
} from './queue-settings.ts';
import { forgetDeletion, readDeletion, removeQueue, writeQueue } from './queue-store.ts';
import { type QueuesDependencies, type ReceiveOptions, Receiver } from './receiver.ts';
import { changeVisibility, deleteReceived, type VisibilityChange } from './visibility.ts';

/** A queue as its owner sees it. */
export interface QueueDescription {
  readonly name: string;
  readonly arn: string;
  readonly settings: QueueSettings;
  readonly tags: Readonly<Record<string, string>>;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  /** Exact, where those of AWS are approximate. */
  readonly messages: MessageCounts;
}

/** Who sends; the owner of the queue unless given. */
export interface Sender {
  readonly senderId?: string | undefined;
}

/**
 * The queues of every account and region. Whatever a promise of this class acknowledges is
 * in the store; a new `Queues` on the same store goes on where the last one stopped.
 */
export class Queues {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #surroundings: QueueSurroundings;
  readonly #registry: QueueRegistry;
  readonly #receiver: Receiver;
  /** Changes queues that are there. */
  readonly changes: QueueChanges;
  /** Moves messages out of dead-letter queues. */
  readonly moveTasks: MoveTasks;

  constructor(dependencies: QueuesDependencies) {
    this.#store = dependencies.store;
    this.#clock = dependencies.clock;
    this.#random = dependencies.random;
    const { clock, onUse = () => {} } = dependencies;
    this.#surroundings = { clock, onUse };
    this.#registry = new QueueRegistry(dependencies.store, this.#surroundings);
    this.changes = new QueueChanges(dependencies, this.#registry);
    this.#receiver = new Receiver(dependencies, (arn) => this.#registry.findByArn(arn));
    this.moveTasks = new MoveTasks(dependencies, this.#registry, this.#receiver);
  }

  /** Ends every wait for messages, with nothing received, and lets nothing move any more. */
  close(): void {
    this.moveTasks.close();
    for (const queue of this.#registry.all()) queue.polls.end();
  }

  /** Reads the meters of all queues, which then count anew. */
  readMeters(): QueueReading[] {
    const nowMs = this.#clock.now();
    return this.#registry.all().map((queue) => readMeter(queue, nowMs));
  }

  /** Whether there is a queue of that name. */
  hasQueue(scope: Scope, name: string): boolean {
    return this.#registry.find(scope, name) !== undefined;
  }

  /** The names of the queues of a scope that begin with `prefix`, in order. */
  listQueues(scope: Scope, prefix = ''): string[] {
    const names = this.#registry.list(scope).map((queue) => queue.name);
    return names.filter((name) => name.startsWith(prefix));
  }

  /**
   * The names of the queues that have this one as their dead-letter queue, in order.
   *
   * @throws QueueError QueueDoesNotExist
   */
  listDeadLetterSourceQueues(scope: Scope, name: string): string[] {
    const queue = this.#registry.get(scope, name);
    return this.#registry.sourcesOf(queue).map((source) => source.name);
  }

  /**
   * Creates a queue; does nothing when there is one of that name that has the settings asked for.
   *
   * @throws QueueError QueueNameExists when it has others, QueueDeletedRecently within a minute of
   *   its deletion, and what `changes.changeSettings` throws
   */
  async createQueue(
    scope: Scope,
    name: string,
    { settings = {}, tags = {} }: { settings?: SettingsChange; tags?: Record<string, string> } = {},
  ): Promise<void> {
    const isFifo = settings.fifoQueue === true;
    checkQueueName(name, isFifo);
    const existing = this.#registry.find(scope, name);
    if (existing) return checkSameSettings(existing.record.settings, settings);
    const nowMs = this.#clock.now();
    checkNameReuse(readDeletion(this.#store, scope, name), nowMs);
    const wanted = this.changes.checked({ scope, name }, defaultSettings(isFifo), settings);
    const id = this.#random.hex(16);
    const record = { id, settings: wanted, tags, createdAtMs: nowMs, modifiedAtMs: nowMs };
    const kind = kindOf(this.#store, scope, record);
    const queue = createQueue(this.#surroundings, { scope, name, record, kind });
    await this.#store.transact((transaction) => {
      writeQueue(transaction, queue, record);
      forgetDeletion(transaction, scope, name);
      transaction.afterCommit(() => this.#registry.add(queue));
    });
    this.changes.announce(name, settings);
  }

  /**
   * Deletes a queue with its messages; who waits for one of them is told that it is gone.
   *
   * @throws QueueError QueueDoesNotExist
   */
  async deleteQueue(scope: Scope, name: string): Promise<void> {
    const queue = this.#registry.get(scope, name);
    await this.#store.transact((transaction) => {
      removeQueue(transaction, queue, this.#clock.now());
      transaction.afterCommit(() => {
        this.#registry.remove(queue);
        queue.polls.end(queueDoesNotExist());
      });
    });
  }

  /** @throws QueueError QueueDoesNotExist */
  async describeQueue(scope: Scope, name: string): Promise<QueueDescription> {
    const queue = this.#registry.get(scope, name);
    await this.#receiver.dropExpired(queue);
    const { settings, tags, createdAtMs, modifiedAtMs } = queue.record;
    const messages = queue.kind.line.counts(this.#clock.now());
    return { name, arn: queue.arn, settings, tags, createdAtMs, modifiedAtMs, messages };
  }

  /**
   * Sends a message as part of a transaction that somebody else commits.
   *
   * @throws QueueError when there is no queue of that ARN, or it does not take the message
   */
  enqueue(
    transaction: Transaction,
    queueArn: string,
    body: string,
    { attributes, ...sender }: Sender & Pick<MessageDraft, 'attributes'> = {},
  ): SentMessage {
    const queue = this.#registry.findByArn(queueArn);
    if (!queue) throw queueDoesNotExist();
    const draft = { body, attributes };
    return this.#send(transaction, queue, { draft, isInBatch: false, ...sender });
  }

  /** @throws QueueError when the queue does not exist or does not take the message */
  async sendMessage(
    scope: Scope,
    name: string,
    message: MessageDraft & Sender,
  ): Promise<SentMessage> {
    const queue = this.#registry.get(scope, name);
    const { senderId, ...draft } = message;
    return this.#store.transact((transaction) =>
      this.#send(transaction, queue, { draft, isInBatch: false, senderId }),
    );
  }

  /**
   * Sends several messages in one commit, and answers for each what became of it.
   *
   * @throws QueueError QueueDoesNotExist, BatchRequestTooLong when they are too long together, or
   *   InvalidParameterValue when one for a FIFO queue lacks an id
   */
  async sendMessages(
    scope: Scope,
    name: string,
    drafts: readonly MessageDraft[],
  ): Promise<(SentMessage | QueueError)[]> {
    const bytes = drafts.reduce((sum, draft) => sum + messageBytes(draft), 0);
    if (bytes > LIMITS.batchBytes) {
      throw new QueueError(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than ${LIMITS.batchBytes} bytes. ` +
          `You have sent ${bytes} bytes.`,
      );
    }
    const queue = this.#registry.get(scope, name);
    queue.kind.checkBatch(queue, drafts);
    return this.#each(drafts, (transaction, draft) =>
      this.#send(transaction, queue, { draft, isInBatch: true }),
    );
  }

  /**
   * Receives messages; waits for the first one as long as asked, and answers none when none came.
   *
   * @throws QueueError QueueDoesNotExist, InvalidParameterValue or OverLimit
   */
  async receiveMessages(
    scope: Scope,
    name: string,
    options: ReceiveOptions = {},
  ): Promise<ReceivedMessage[]> {
    return this.#receiver.receive(this.#registry.get(scope, name), options);
  }

  /**
   * Deletes messages by the handles with which they were received, and answers for each undefined
   * or why it failed. A handle whose message is gone deletes nothing and does not fail; one whose
   * message was received again does so in a standard queue only.
   *
   * @throws QueueError QueueDoesNotExist
   */
  async deleteMessages(
    scope: Scope,
    name: string,
    receiptHandles: readonly string[],
  ): Promise<(QueueError | undefined)[]> {
    const queue = this.#registry.get(scope, name);
    const nowMs = this.#clock.now();
    return this.#each(receiptHandles, (transaction, receiptHandle): undefined => {
      deleteReceived(transaction, queue, { receiptHandle, nowMs });
    });
  }

  /**
   * Hides received messages for so many seconds from now, and answers for each undefined or why it
   * failed.
   *
   * @throws QueueError QueueDoesNotExist
   */
  async changeMessageVisibilities(
    scope: Scope,
    name: string,
    changes: readonly VisibilityChange[],
  ): Promise<(QueueError | undefined)[]> {
    const queue = this.#registry.get(scope, name);
    const nowMs = this.#clock.now();
    return this.#each(changes, (transaction, change): undefined => {
      changeVisibility(transaction, queue, { ...change, nowMs });
    });
  }

  #send(
    transaction: Transaction,
    queue: Queue,
    { draft, isInBatch, senderId }: Sender & Pick<Sending, 'draft' | 'isInBatch'>,
  ): SentMessage {
    const sent = queue.kind.send(transaction, queue, {
      draft,
      isInBatch,
      senderId: senderId ?? queue.scope.account,
      nowMs: this.#clock.now(),
      random: this.#random,
    });
    transaction.afterCommit(() => queue.usage.sent(messageBytes(draft)));
    return sent;
  }

  /** Does each piece of work in one commit; one that is refused must not have written anything. */
  #each<Item, Result>(
    items: readonly Item[],
    work: (transaction: Transaction, item: Item) => Result,
  ): Promise<(Result | QueueError)[]> {
    return this.#store.transact((transaction) =>
      items.map((item) => {
        try {
          return work(transaction, item);
        } catch (error) {
          if (error instanceof QueueError) return error;
          throw error;
        }
      }),
    );
  }
}
