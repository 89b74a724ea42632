import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { Random } from '../random/random.ts';
import type { Reader, Store, Transaction } from '../store/store.ts';
import { checkMessage } from './message-check.ts';
import { messageBody, type PublishedMessage } from './notification.ts';
import {
  checkQueueArn,
  checkTopicName,
  isTopicName,
  parseTopicArn,
  SETTINGS_WITHOUT_EFFECT,
  type Subscription,
  type Topic,
  type TopicSettings,
  topicArn,
} from './topic.ts';
import { invalidParameter, subscriptionDoesNotExist, topicDoesNotExist } from './topic-error.ts';
import {
  readSubscription,
  readSubscriptions,
  readTopic,
  readTopics,
  removeSubscription,
  removeTopic,
  writeSubscription,
  writeTopic,
} from './topic-store.ts';

/** What topics need of the world around them. */
export interface TopicsDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly events: Events;
  /**
   * Puts a message into a queue as part of a transaction. Throws when that cannot be; it must not
   * have written anything then.
   */
  readonly deliver: (transaction: Transaction, queueArn: string, body: string) => void;
  /**
   * Whether what `deliver` threw is the queue's own refusal, which costs its message alone; anything
   * else, such as a store that fails, makes the publish fail. Everything is a refusal unless given.
   */
  readonly isRefusal?: (error: unknown) => boolean;
}

/** What is published. */
export interface Publication {
  readonly message: string;
  /** At most 100 characters, on one line. */
  readonly subject?: string | undefined;
}

/**
 * The standard topics of every account and region, with queues as their subscribers. All of it is
 * in the store; nothing is remembered beside it.
 */
export class Topics {
  readonly #dependencies: TopicsDependencies;

  constructor(dependencies: TopicsDependencies) {
    this.#dependencies = dependencies;
  }

  /** Whether there is a topic of that name. */
  hasTopic(scope: Scope, name: string): boolean {
    return isTopicName(name) && readTopic(this.#dependencies.store, { scope, name }) !== undefined;
  }

  /**
   * Creates a topic and answers its ARN; does nothing when there is one of that name that has the
   * settings asked for.
   *
   * @throws TopicError InvalidParameter for a wrong name, a FIFO topic, or when it has others
   */
  async createTopic(
    scope: Scope,
    name: string,
    { settings = {}, tags = {} }: { settings?: TopicSettings; tags?: Record<string, string> } = {},
  ): Promise<string> {
    checkTopicName(name);
    const arn = topicArn(scope, name);
    const existing = readTopic(this.#dependencies.store, { scope, name });
    if (existing) {
      checkSame(existing, settings, tags);
      return arn;
    }
    const topic: Topic = { scope, name, arn, settings, tags };
    await this.#dependencies.store.transact((transaction) => writeTopic(transaction, topic));
    this.#announce(name, settings);
    return arn;
  }

  /**
   * Deletes a topic with its subscriptions; does nothing when there is none.
   *
   * @throws TopicError InvalidParameter for what is no ARN
   */
  async deleteTopic(arn: string): Promise<void> {
    const place = parseTopicArn(arn, 'TopicArn');
    await this.#dependencies.store.transact((transaction) => removeTopic(transaction, place));
  }

  /** The topics of a scope, by name. */
  listTopics(scope: Scope): Topic[] {
    return readTopics(this.#dependencies.store, scope);
  }

  /** @throws TopicError NotFound, or InvalidParameter for what is no ARN */
  getTopic(arn: string): Topic {
    return this.#get(arn, this.#dependencies.store);
  }

  /**
   * Sets some tags of a topic, and removes others.
   *
   * @throws TopicError NotFound, or InvalidParameter for what is no ARN
   */
  async changeTags(
    arn: string,
    { set = {}, remove = [] }: { set?: Record<string, string>; remove?: readonly string[] },
  ): Promise<void> {
    const topic = this.getTopic(arn);
    const tags = { ...topic.tags, ...set };
    for (const key of remove) delete tags[key];
    await this.#dependencies.store.transact((transaction) =>
      writeTopic(transaction, { ...topic, tags }),
    );
  }

  /**
   * Subscribes a queue to a topic. Subscribing it again gives the subscription that is there.
   *
   * @throws TopicError NotFound, or InvalidParameter for what is no ARN of a standard queue, and
   *   for a queue that is subscribed already in another way
   */
  async subscribe(
    arn: string,
    queueArn: string,
    { rawMessageDelivery }: { readonly rawMessageDelivery?: boolean | undefined } = {},
  ): Promise<Subscription> {
    const { scope, name } = this.getTopic(arn);
    checkQueueArn(queueArn);
    const subscriptions = readSubscriptions(this.#dependencies.store, scope, name);
    const existing = subscriptions.find((subscription) => subscription.queueArn === queueArn);
    if (existing) {
      if (rawMessageDelivery === undefined) return existing;
      if (rawMessageDelivery === existing.rawMessageDelivery) return existing;
      const reason = 'Subscription already exists with different attributes';
      throw invalidParameter('Attributes', reason);
    }
    const subscriptionId = this.#dependencies.random.uuid();
    const record = { queueArn, rawMessageDelivery: rawMessageDelivery ?? false };
    await this.#dependencies.store.transact((transaction) =>
      writeSubscription(transaction, { scope, name, subscriptionId }, record),
    );
    return { arn: `${arn}:${subscriptionId}`, topicArn: arn, ...record };
  }

  /**
   * Ends a subscription; does nothing when there is none.
   *
   * @throws TopicError InvalidParameter for what is no ARN
   */
  async unsubscribe(arn: string): Promise<void> {
    const place = parseTopicArn(arn, 'SubscriptionArn');
    if (!readSubscription(this.#dependencies.store, place)) return;
    await this.#dependencies.store.transact((transaction) =>
      removeSubscription(transaction, place),
    );
  }

  /** All subscriptions of a scope. */
  listSubscriptions(scope: Scope): Subscription[] {
    return readSubscriptions(this.#dependencies.store, scope);
  }

  /** @throws TopicError NotFound, or InvalidParameter for what is no ARN */
  listSubscriptionsByTopic(arn: string): Subscription[] {
    const { scope, name } = this.getTopic(arn);
    return readSubscriptions(this.#dependencies.store, scope, name);
  }

  /** @throws TopicError NotFound, or InvalidParameter for what is no ARN */
  getSubscription(arn: string): Subscription {
    const place = parseTopicArn(arn, 'SubscriptionArn');
    const subscription = readSubscription(this.#dependencies.store, place);
    if (!subscription) throw subscriptionDoesNotExist();
    return subscription;
  }

  /** @throws TopicError NotFound, or InvalidParameter for what is no ARN */
  async setRawMessageDelivery(arn: string, rawMessageDelivery: boolean): Promise<void> {
    const { queueArn } = this.getSubscription(arn);
    const place = parseTopicArn(arn, 'SubscriptionArn');
    await this.#dependencies.store.transact((transaction) =>
      writeSubscription(transaction, place, { queueArn, rawMessageDelivery }),
    );
  }

  /**
   * Publishes a message, and answers its id. Every subscribed queue has it when the promise
   * resolves; one that cannot take it is passed over, and announced.
   *
   * @throws TopicError NotFound or InvalidParameter
   */
  publish(arn: string, publication: Publication): Promise<string> {
    return this.#dependencies.store.transact((transaction) =>
      this.publishIn(transaction, arn, publication),
    );
  }

  /**
   * Publishes a message as part of a transaction that somebody else commits, deliveries included.
   *
   * @throws TopicError NotFound or InvalidParameter
   */
  publishIn(transaction: Transaction, arn: string, { message, subject }: Publication): string {
    const topic = this.#get(arn, transaction);
    checkMessage(message, subject);
    const { clock, random } = this.#dependencies;
    const published = { messageId: random.uuid(), message, subject, atMs: clock.now() };
    for (const subscription of readSubscriptions(transaction, topic.scope, topic.name))
      this.#deliver(transaction, { topic, subscription, published });
    return published.messageId;
  }

  /** AWS drops what a queue does not take, after retries; here nothing would change meanwhile. */
  #deliver(transaction: Transaction, { topic, subscription, published }: Delivery): void {
    const { deliver, isRefusal = () => true, events } = this.#dependencies;
    const { queueArn } = subscription;
    try {
      deliver(transaction, queueArn, messageBody(topic, subscription, published));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      const message = `Topic ${topic.name}: a message did not reach ${queueArn}: ${reason}`;
      transaction.afterCommit(() => events.emit('warning', { message }));
    }
  }

  #get(arn: string, reader: Reader): Topic {
    const place = parseTopicArn(arn, 'TopicArn');
    const topic = place.subscriptionId === undefined ? readTopic(reader, place) : undefined;
    if (!topic) throw topicDoesNotExist();
    return topic;
  }

  #announce(name: string, settings: TopicSettings): void {
    for (const setting of SETTINGS_WITHOUT_EFFECT) {
      if (settings[setting] === undefined) continue;
      const message = `Topic ${name}: ${setting} is kept, but has no effect here.`;
      this.#dependencies.events.emit('warning', { message });
    }
  }
}

interface Delivery {
  readonly topic: Topic;
  readonly subscription: Subscription;
  readonly published: PublishedMessage;
}

/** The texts were observed on AWS. */
function checkSame(topic: Topic, settings: TopicSettings, tags: Record<string, string>): void {
  for (const [name, value] of Object.entries(settings))
    if (topic.settings[name as keyof TopicSettings] !== value)
      throw invalidParameter('Attributes', 'Topic already exists with different attributes');
  for (const [key, value] of Object.entries(tags))
    if (topic.tags[key] !== value)
      throw invalidParameter('Tags', 'Topic already exists with different tags');
}
