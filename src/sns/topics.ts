import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { Random } from '../random/random.ts';
import type { Reader, Store, Transaction } from '../store/store.ts';
import type { MessageAttributes } from './message-attributes.ts';
import { checkMessage } from './message-check.ts';
import { lambdaEvent, messageBody, type PublishedMessage } from './notification.ts';
import type { Publication } from './publication.ts';
import { type BatchEntry, checkBatch } from './publish-batch.ts';
import {
  checkEndpoint,
  checkSettings,
  deadLetterQueueOf,
  type FilterLanguage,
  type Protocol,
  type Subscription,
  type SubscriptionSettings,
} from './subscription.ts';
import { passes } from './subscription-filter.ts';
import {
  checkTopicName,
  isTopicName,
  parseTopicArn,
  SETTINGS_WITHOUT_EFFECT,
  type Topic,
  type TopicSettings,
  topicArn,
} from './topic.ts';
import {
  invalidParameter,
  subscriptionDoesNotExist,
  TopicError,
  topicDoesNotExist,
} from './topic-error.ts';
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
  /** How each kind of subscriber is reached. */
  readonly deliver: Readonly<Record<Protocol, Deliver>>;
  readonly filters: FilterLanguage;
  /**
   * Whether what `deliver` threw is the subscriber's own refusal, which costs its message alone;
   * anything else, such as a store that fails, makes the publish fail. Everything is a refusal
   * unless given.
   */
  readonly isRefusal?: (error: unknown) => boolean;
}

/** What a subscriber gets: the attributes go along only with a message that comes raw. */
export interface Delivery {
  readonly body: string;
  readonly attributes?: MessageAttributes;
}

/**
 * Gives a message to a queue, or to a function once it is committed, as part of a transaction. Throws
 * when that cannot be; it must not have written anything then.
 */
type Deliver = (transaction: Transaction, endpoint: string, delivery: Delivery) => void;

/** What became of one message of a batch. */
export interface BatchResult {
  readonly id: string;
  readonly messageId?: string;
  readonly error?: TopicError;
}

/**
 * The standard topics of every account and region, with queues and functions as their subscribers. All
 * of it is in the store; nothing is remembered beside it.
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
   * Changes settings of a topic; what has no effect here is announced.
   *
   * @throws TopicError NotFound, or InvalidParameter for what is no ARN
   */
  async changeSettings(arn: string, change: TopicSettings): Promise<void> {
    const topic = this.getTopic(arn);
    const settings = { ...topic.settings, ...change };
    await this.#dependencies.store.transact((transaction) =>
      writeTopic(transaction, { ...topic, settings }),
    );
    this.#announce(topic.name, change);
  }

  /**
   * Subscribes a queue, or a function, to a topic. Subscribing it again gives the subscription that
   * is there.
   *
   * @throws TopicError NotFound, or InvalidParameter for what cannot be subscribed, and for what is
   *   subscribed already in another way
   */
  async subscribe(
    arn: string,
    endpoint: string,
    {
      protocol = 'sqs',
      ...given
    }: Partial<SubscriptionSettings> & { readonly protocol?: Protocol } = {},
  ): Promise<Subscription> {
    const { scope, name } = this.getTopic(arn);
    checkEndpoint(protocol, endpoint);
    const subscriptions = readSubscriptions(this.#dependencies.store, scope, name);
    const existing = subscriptions.find((subscription) => subscription.endpoint === endpoint);
    if (existing) {
      const names = Object.keys(given) as (keyof SubscriptionSettings)[];
      if (names.every((one) => given[one] === existing[one])) return existing;
      const reason = 'Subscription already exists with different attributes';
      throw invalidParameter('Attributes', reason);
    }
    const settings = { rawMessageDelivery: false, ...given };
    checkSettings(protocol, settings, this.#dependencies.filters);
    const subscriptionId = this.#dependencies.random.uuid();
    const record = { protocol, endpoint, ...settings };
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

  /**
   * Changes settings of a subscription; one that is undefined is set no more.
   *
   * @throws TopicError NotFound, or InvalidParameter for what is no ARN, or no setting
   */
  async changeSubscription(arn: string, change: Partial<SubscriptionSettings>): Promise<void> {
    const { arn: _, topicArn: __, ...subscription } = this.getSubscription(arn);
    const record = { ...subscription, ...change };
    checkSettings(record.protocol, record, this.#dependencies.filters);
    const place = parseTopicArn(arn, 'SubscriptionArn');
    await this.#dependencies.store.transact((transaction) =>
      writeSubscription(transaction, place, record),
    );
  }

  /**
   * Publishes a message, and answers its id. Every subscribed queue has it, and every
   * subscribed function is being called, when the promise resolves; one that cannot take it is
   * passed over, and announced.
   *
   * @throws TopicError NotFound or InvalidParameter
   */
  publish(arn: string, publication: Publication): Promise<string> {
    return this.#dependencies.store.transact((transaction) =>
      this.publishIn(transaction, arn, publication),
    );
  }

  /**
   * Publishes several messages in one commit, and answers for each what became of it.
   *
   * @throws TopicError NotFound, and what `checkBatch` throws
   */
  publishBatch(arn: string, entries: readonly BatchEntry[]): Promise<BatchResult[]> {
    this.getTopic(arn);
    checkBatch(entries);
    return this.#dependencies.store.transact((transaction) =>
      entries.map(({ id, ...publication }) => {
        try {
          return { id, messageId: this.publishIn(transaction, arn, publication) };
        } catch (error) {
          // It is thrown before anything is written.
          if (error instanceof TopicError) return { id, error };
          throw error;
        }
      }),
    );
  }

  /**
   * Publishes a message as part of a transaction that somebody else commits, deliveries included.
   *
   * @throws TopicError NotFound or InvalidParameter
   */
  publishIn(transaction: Transaction, arn: string, publication: Publication): string {
    const topic = this.#get(arn, transaction);
    const { message, messages = {}, subject, attributes = {} } = publication;
    checkMessage(message, subject, attributes);
    const { clock, random, filters } = this.#dependencies;
    const common = { messageId: random.uuid(), subject, attributes, atMs: clock.now() };
    for (const subscription of readSubscriptions(transaction, topic.scope, topic.name)) {
      const published = { ...common, message: messages[subscription.protocol] ?? message };
      if (passes(filters, subscription, { message, attributes }))
        this.#deliver(transaction, { topic, subscription, published });
    }
    return common.messageId;
  }

  /** AWS drops what is not taken, after retries; here nothing would change meanwhile. */
  #deliver(transaction: Transaction, { topic, subscription, published }: Notice): void {
    const { deliver, isRefusal = () => true } = this.#dependencies;
    const { protocol, endpoint, redrivePolicy } = subscription;
    const delivery = deliveryOf(topic, subscription, published);
    try {
      deliver[protocol](transaction, endpoint, delivery);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (redrivePolicy === undefined) this.#warn(transaction, topic, { endpoint, error });
      else {
        const queueArn = deadLetterQueueOf(redrivePolicy);
        this.#putAside(transaction, topic, { queueArn, delivery });
      }
    }
  }

  #putAside(
    transaction: Transaction,
    topic: Topic,
    { queueArn, delivery }: { readonly queueArn: string; readonly delivery: Delivery },
  ): void {
    const { deliver, isRefusal = () => true } = this.#dependencies;
    try {
      deliver.sqs(transaction, queueArn, delivery);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      this.#warn(transaction, topic, { endpoint: queueArn, error });
    }
  }

  #warn(
    transaction: Transaction,
    { name }: Topic,
    { endpoint, error }: { readonly endpoint: string; readonly error: unknown },
  ): void {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `Topic ${name}: a message did not reach ${endpoint}: ${reason}`;
    transaction.afterCommit(() => this.#dependencies.events.emit('warning', { message }));
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

interface Notice {
  readonly topic: Topic;
  readonly subscription: Subscription;
  readonly published: PublishedMessage;
}

function deliveryOf(
  topic: Topic,
  subscription: Subscription,
  published: PublishedMessage,
): Delivery {
  if (subscription.protocol === 'lambda')
    return { body: lambdaEvent(topic, subscription, published) };
  const body = messageBody(topic, subscription, published);
  return subscription.rawMessageDelivery ? { body, attributes: published.attributes } : { body };
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
