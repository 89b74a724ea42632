import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { Events } from '../observe/events.ts';
import { Metrics } from '../observe/metrics.ts';
import { seededRandom } from '../random/random.ts';
import { Queues } from '../sqs/queues.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { queueSamples } from './queue-samples.ts';

const SCOPE = { account: '123456789012', region: 'eu-central-1' };
const HOUR_MS = 3_600_000;

/** A queue that is measured, twenty seconds into a minute. */
async function measuredQueue() {
  const startMs = Date.UTC(2026, 0, 15, 12);
  const clock = new ManualClock(startMs + 20_000);
  const world = { store: new MemoryStore(), clock, random: seededRandom(1), events: new Events() };
  const queues = new Queues({ ...world, onUse: () => metrics.measure() });
  const minuteSamples = queueSamples(queues);
  const metrics = new Metrics({ ...world, wantsEventCount: () => false, minuteSamples });
  await queues.createQueue(SCOPE, 'failures');
  /** What there is of a metric, by the minute that it is of. */
  const minutes = async (name: string) => {
    const points = await metrics.getStatistics(SCOPE, {
      ...{ namespace: 'AWS/SQS', name, periodMs: 60_000 },
      dimensions: [{ name: 'QueueName', value: 'failures' }],
      startMs,
      endMs: clock.now() + 60_000,
    });
    return points.map(({ timestampMs, set }) => [(timestampMs - startMs) / 60_000, set] as const);
  };
  /** The sums, where every minute has one value. */
  const values = async (name: string) =>
    (await minutes(name)).map(([minute, { sum }]) => [minute, sum]);
  return { clock, queues, metrics, minutes, values };
}

test('a minute tells what stands in the queue at its end, and what was done in it', async () => {
  const { clock, queues, values, minutes } = await measuredQueue();
  for (const body of ['a', 'bcd', 'ef'])
    await queues.sendMessage(SCOPE, 'failures', { body, delaySeconds: body === 'ef' ? 900 : 0 });
  const hidden = { visibilityTimeoutSeconds: 300 };
  const [received] = await queues.receiveMessages(SCOPE, 'failures', hidden);
  await queues.receiveMessages(SCOPE, 'failures', { ...hidden, maxMessages: 10 });
  await queues.receiveMessages(SCOPE, 'failures');
  clock.advance(25_000);
  await queues.deleteMessages(SCOPE, 'failures', [received!.receiptHandle]);
  expect(await values('NumberOfMessagesSent')).toEqual([]);
  clock.advance(60_000);
  const of = async (name: string) => (await values(name)).at(0);
  expect(await of('ApproximateNumberOfMessagesVisible')).toEqual([0, 0]);
  expect(await of('ApproximateNumberOfMessagesNotVisible')).toEqual([0, 1]);
  expect(await of('ApproximateNumberOfMessagesDelayed')).toEqual([0, 1]);
  expect(await of('ApproximateAgeOfOldestMessage')).toEqual([0, 40]);
  expect(await of('NumberOfMessagesSent')).toEqual([0, 3]);
  expect(await of('NumberOfMessagesReceived')).toEqual([0, 2]);
  expect(await of('NumberOfEmptyReceives')).toEqual([0, 1]);
  expect(await of('NumberOfMessagesDeleted')).toEqual([0, 1]);
  const [[, sizes]] = (await minutes('SentMessageSize')) as [[number, object]];
  expect(sizes).toEqual({ sampleCount: 3, sum: 6, minimum: 1, maximum: 3 });
});

test('a message that is left alone is counted, and grows older, every minute', async () => {
  const { clock, queues, values } = await measuredQueue();
  await queues.sendMessage(SCOPE, 'failures', { body: 'a' });
  clock.advance(180_000);
  expect(await values('ApproximateNumberOfMessagesVisible')).toEqual([
    [0, 1],
    [1, 1],
    [2, 1],
  ]);
  expect(await values('ApproximateAgeOfOldestMessage')).toEqual([
    [0, 40],
    [1, 100],
    [2, 160],
  ]);
  expect(await values('NumberOfMessagesSent')).toEqual([
    [0, 1],
    [1, 0],
    [2, 0],
  ]);
});

test('an hour after it was used last, a queue is measured when somebody asks, without time being spent', async () => {
  const { clock, queues, values } = await measuredQueue();
  await queues.sendMessage(SCOPE, 'failures', { body: 'a' });
  clock.advance(2 * HOUR_MS);
  expect(clock.nextDueMs()).toBeUndefined();
  const ages = await values('ApproximateAgeOfOldestMessage');
  expect(ages).toEqual([
    ...Array.from({ length: 61 }, (_, index) => [index, 40 + 60 * index]),
    [119, 40 + 60 * 119],
  ]);
});

test('an empty queue that is not used has zeros for six hours, and then nothing until it is', async () => {
  const { clock, queues, values } = await measuredQueue();
  clock.advance(HOUR_MS);
  expect(await values('NumberOfEmptyReceives')).toEqual([]);
  await queues.receiveMessages(SCOPE, 'failures');
  clock.advance(4 * HOUR_MS);
  expect((await values('NumberOfEmptyReceives')).at(-1)).toEqual([299, 0]);
  clock.advance(4 * HOUR_MS);
  expect((await values('NumberOfEmptyReceives')).at(-1)).toEqual([299, 0]);
  await queues.receiveMessages(SCOPE, 'failures');
  expect((await values('NumberOfEmptyReceives')).at(-1)).toEqual([299, 0]);
  clock.advance(60_000);
  expect((await values('NumberOfEmptyReceives')).at(-1)).toEqual([540, 1]);
});

test('a message that is refused is not counted as sent', async () => {
  const { clock, queues, values } = await measuredQueue();
  const drafts = [{ body: 'a' }, { body: '\u0000' }];
  await queues.sendMessages(SCOPE, 'failures', drafts);
  clock.advance(60_000);
  expect(await values('NumberOfMessagesSent')).toEqual([[0, 1]]);
});

test('whoever asks at the full minute is told of the one that is over', async () => {
  const { clock, queues, metrics } = await measuredQueue();
  let seen: unknown;
  // Comes before what was asked for later, at the same time.
  clock.at(Date.UTC(2026, 0, 15, 12, 1), () => {
    seen = metrics.lastPeriods(SCOPE, {
      ...{ namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible' },
      dimensions: [{ name: 'QueueName', value: 'failures' }],
      ...{ periodMs: 60_000, statistic: 'Maximum', count: 1, endMs: clock.now(), unit: undefined },
    });
  });
  await queues.sendMessage(SCOPE, 'failures', { body: 'a' });
  clock.advance(60_000);
  expect(seen).toMatchObject([{ value: 1 }]);
});
