import type { Scope } from '../aws/scope.ts';
import type { Entry, Key, Reader, Transaction } from '../store/store.ts';
import type { Subscription } from './subscription.ts';
import { type Topic, type TopicPlace, topicArn } from './topic.ts';

/*
 * Where things are kept:
 *
 *   topics, account, region, name                          a topic
 *   topic-subscriptions, account, region, name, id         who gets what is published to it
 */
const TOPICS = 'topics';
const SUBSCRIPTIONS = 'topic-subscriptions';

type TopicRecord = Pick<Topic, 'settings' | 'tags'>;
type SubscriptionRecord = Omit<Subscription, 'arn' | 'topicArn'>;
/** As a subscription was kept when there were only queues. */
type QueueRecord = { readonly queueArn: string; readonly rawMessageDelivery: boolean };

const topicKey = ({ account, region }: Scope, ...name: string[]): Key => [
  TOPICS,
  account,
  region,
  ...name,
];

const subscriptionKey = ({ account, region }: Scope, ...rest: string[]): Key => [
  SUBSCRIPTIONS,
  account,
  region,
  ...rest,
];

/** A topic, or undefined when there is none. */
export function readTopic(reader: Reader, { scope, name }: TopicPlace): Topic | undefined {
  const record = reader.get<TopicRecord>(topicKey(scope, name));
  return record && { scope, name, arn: topicArn(scope, name), ...record };
}

/** The topics of a scope, by name. */
export function readTopics(reader: Reader, scope: Scope): Topic[] {
  const entries = [...reader.range<TopicRecord>({ prefix: topicKey(scope) })];
  return entries.map(({ key, value }) => {
    const name = key.at(-1) as string;
    return { scope, name, arn: topicArn(scope, name), ...value };
  });
}

export function writeTopic(transaction: Transaction, topic: Topic): void {
  const { scope, name, settings, tags } = topic;
  const record: TopicRecord = { settings, tags };
  transaction.put(topicKey(scope, name), record);
}

/** Removes a topic with its subscriptions. */
export function removeTopic(transaction: Transaction, { scope, name }: TopicPlace): void {
  transaction.remove(topicKey(scope, name));
  const prefix = subscriptionKey(scope, name);
  for (const { key } of [...transaction.range({ prefix })]) transaction.remove(key);
}

/** The subscriptions of a scope, or of one of its topics, in the order of their ARNs. */
export function readSubscriptions(reader: Reader, scope: Scope, name?: string): Subscription[] {
  const prefix = subscriptionKey(scope, ...(name === undefined ? [] : [name]));
  return [...reader.range<SubscriptionRecord | QueueRecord>({ prefix })].map(subscriptionOf);
}

/** A subscription, or undefined when there is none. */
export function readSubscription(reader: Reader, place: TopicPlace): Subscription | undefined {
  const { scope, name, subscriptionId = '' } = place;
  const key = subscriptionKey(scope, name, subscriptionId);
  const value = reader.get<SubscriptionRecord | QueueRecord>(key);
  return value && subscriptionOf({ key, value });
}

export function writeSubscription(
  transaction: Transaction,
  { scope, name, subscriptionId = '' }: TopicPlace,
  record: SubscriptionRecord,
): void {
  transaction.put(subscriptionKey(scope, name, subscriptionId), record);
}

export function removeSubscription(transaction: Transaction, place: TopicPlace): void {
  const { scope, name, subscriptionId = '' } = place;
  transaction.remove(subscriptionKey(scope, name, subscriptionId));
}

function subscriptionOf({ key, value }: Entry<SubscriptionRecord | QueueRecord>): Subscription {
  const [, account, region, name, id] = key as [string, string, string, string, string];
  const arn = topicArn({ account, region }, name);
  const names = { arn: `${arn}:${id}`, topicArn: arn };
  if (!('queueArn' in value)) return { ...names, ...value };
  const { queueArn: endpoint, rawMessageDelivery } = value;
  return { ...names, protocol: 'sqs', endpoint, rawMessageDelivery };
}
