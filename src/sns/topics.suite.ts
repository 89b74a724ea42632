import { ManualClock } from '../clock/manual-clock.ts';
import { Events } from '../observe/events.ts';
import { seededRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { Store, Transaction } from '../store/store.ts';
import type { FilterLanguage } from './subscription.ts';
import { type Delivery, Topics } from './topics.ts';

export const SCOPE = { account: '123456789012', region: 'eu-central-1' };
export const QUEUE_ARN = `arn:aws:sqs:${SCOPE.region}:${SCOPE.account}:failed`;

/**
 * Topics for a test, with all that they work with; time begins at second 1000. What is delivered is
 * kept in the store, by endpoint and number; a queue whose name ends in `-gone` refuses all, one in `-broken` fails.
 */
export function startTopics(store: Store = new MemoryStore()) {
  const clock = new ManualClock(1_000_000);
  const random = seededRandom(1);
  const events = new Events();
  const warnings: string[] = [];
  events.on('warning', ({ message }) => warnings.push(message));
  const keep = (transaction: Transaction, queueArn: string, delivery: Delivery) => {
    if (queueArn.endsWith('-gone')) throw new RangeError('The specified queue does not exist.');
    if (queueArn.endsWith('-broken')) throw new Error('The disk is full.');
    const count = [...transaction.range({ prefix: ['delivered', queueArn] })].length;
    transaction.put(['delivered', queueArn, count], delivery);
  };
  const deliver = { sqs: keep, lambda: keep };
  /** A policy is a JSON object; it matches what has its first word in it. */
  const filters: FilterLanguage = {
    refusal: (policy) => (policy.startsWith('{') ? undefined : 'failed to parse JSON'),
    matches: (policy, json) => json.includes(/\w+/.exec(policy)?.[0] ?? ''),
  };
  const isRefusal = (error: unknown) => error instanceof RangeError;
  const deliveries = (endpoint = QUEUE_ARN) =>
    [...store.range<Delivery>({ prefix: ['delivered', endpoint] })].map(({ value }) => value);
  const delivered = (endpoint?: string) => deliveries(endpoint).map(({ body }) => body);
  /** Sets the topics up anew from the store, as after a restart. */
  const open = () => new Topics({ store, clock, random, events, deliver, filters, isRefusal });
  return { store, clock, warnings, delivered, deliveries, open, topics: open() };
}
