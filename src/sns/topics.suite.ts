import { ManualClock } from '../clock/manual-clock.ts';
import { Events } from '../observe/events.ts';
import { seededRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { Store, Transaction } from '../store/store.ts';
import { Topics } from './topics.ts';

export const SCOPE = { account: '123456789012', region: 'eu-central-1' };
export const QUEUE_ARN = `arn:aws:sqs:${SCOPE.region}:${SCOPE.account}:failed`;

/**
 * Topics for a test, with all that they work with; time begins at second 1000. What is delivered is
 * kept in the store, by queue and number; a queue whose name ends in `-gone` refuses all, one in `-broken` fails.
 */
export function startTopics(store: Store = new MemoryStore()) {
  const clock = new ManualClock(1_000_000);
  const random = seededRandom(1);
  const events = new Events();
  const warnings: string[] = [];
  events.on('warning', ({ message }) => warnings.push(message));
  const deliver = (transaction: Transaction, queueArn: string, body: string) => {
    if (queueArn.endsWith('-gone')) throw new RangeError('The specified queue does not exist.');
    if (queueArn.endsWith('-broken')) throw new Error('The disk is full.');
    const count = [...transaction.range({ prefix: ['delivered', queueArn] })].length;
    transaction.put(['delivered', queueArn, count], body);
  };
  const isRefusal = (error: unknown) => error instanceof RangeError;
  const delivered = (queueArn = QUEUE_ARN) =>
    [...store.range<string>({ prefix: ['delivered', queueArn] })].map(({ value }) => value);
  /** Sets the topics up anew from the store, as after a restart. */
  const open = () => new Topics({ store, clock, random, events, deliver, isRefusal });
  return { store, clock, warnings, delivered, open, topics: open() };
}
