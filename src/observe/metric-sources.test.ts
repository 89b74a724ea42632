import { expect, test } from 'vitest';
import { BY_NAME, batch, FUNCTION_ARN, MAPPING, newMetrics, scope } from './metrics.suite.ts';

const FAILURE = { durationMs: 5, failure: { type: 'Error', message: 'no' } };
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:failures';

test('invocations are counted with their errors, and with zeros for what they were not', async () => {
  const { invoked, minutes, clock } = newMetrics();
  clock.advance(1000);
  invoked('succeeded', 10);
  invoked('failed', 30);
  clock.advance(60_000);
  invoked('succeeded', 5);
  const count = { unit: 'Count', minimum: 0, maximum: 1 };
  expect(await minutes('Invocations')).toMatchObject([
    { minute: 0, sampleCount: 2, sum: 2 },
    { minute: 1, sampleCount: 1, sum: 1 },
  ]);
  expect(await minutes('Errors')).toMatchObject([
    { ...count, minute: 0, sampleCount: 2, sum: 1 },
    { minute: 1, sampleCount: 1, sum: 0 },
  ]);
  expect(await minutes('Throttles')).toMatchObject([{ sum: 0 }, { sum: 0 }]);
  expect(await minutes('Duration')).toMatchObject([
    { unit: 'Milliseconds', sampleCount: 2, sum: 40, minimum: 10, maximum: 30 },
    { unit: 'Milliseconds', sampleCount: 1, sum: 5 },
  ]);
});

test('a throttled call is neither an invocation nor an error', async () => {
  const { invoked, minutes } = newMetrics();
  invoked('throttled');
  expect(await minutes('Throttles')).toMatchObject([{ sum: 1, sampleCount: 1 }]);
  for (const name of ['Invocations', 'Errors', 'Duration']) expect(await minutes(name)).toEqual([]);
});

test('a call is counted in the minute in which it began', async () => {
  const { invoked, clock, minutes } = newMetrics();
  clock.advance(90_000);
  invoked('failed', 60_000);
  expect(await minutes('Errors')).toMatchObject([{ minute: 0, sum: 1 }]);
});

test('metrics of a function are under no dimension, its name, and its name as called', async () => {
  const { invoked, minutes } = newMetrics();
  invoked('succeeded');
  invoked('succeeded', 0, `${FUNCTION_ARN}:live`);
  const resource = (value: string) => [...BY_NAME, { name: 'Resource', value }];
  expect(await minutes('Invocations', [])).toMatchObject([{ sum: 2 }]);
  expect(await minutes('Invocations')).toMatchObject([{ sum: 2 }]);
  expect(await minutes('Invocations', resource('consumer'))).toMatchObject([{ sum: 1 }]);
  expect(await minutes('Invocations', resource('consumer:live'))).toMatchObject([{ sum: 1 }]);
});

test('the iterator age is that of the last record when it was handed over', async () => {
  const { events, minutes, startMs, clock } = newMetrics();
  clock.advance(20_000);
  events.emit('batch-invoked', { ...batch(3), lastArrivalMs: startMs + 5_000 });
  events.emit('batch-invoked', { ...batch(3), lastArrivalMs: startMs + 21_000 });
  expect(await minutes('IteratorAge')).toMatchObject([
    { unit: 'Milliseconds', sampleCount: 2, maximum: 15_000, minimum: 0 },
  ]);
});

test('a mapping counts records, those of each attempt again (rule 5.12)', async () => {
  const { events, mappingSums } = newMetrics();
  const polled = { mappingId: MAPPING, functionArn: FUNCTION_ARN, shardId: 's' };
  events.emit('records-polled', { ...polled, records: 5, filteredOut: 2 });
  for (const attempt of [1, 2]) {
    events.emit('batch-invoked', { ...batch(3), attempt, lastArrivalMs: 0 });
    events.emit('batch-failed', { ...batch(3), attempt, ...FAILURE });
  }
  expect(await mappingSums('PolledEventCount')).toEqual([5]);
  expect(await mappingSums('FilteredOutEventCount')).toEqual([2]);
  expect(await mappingSums('InvokedEventCount')).toEqual([6]);
  expect(await mappingSums('FailedInvokeEventCount')).toEqual([6]);
});

test('of a partial success, the records that are tried again have failed', async () => {
  const { events, mappingSums } = newMetrics();
  events.emit('batch-partly-succeeded', { ...batch(5), durationMs: 1, processed: 2 });
  expect(await mappingSums('FailedInvokeEventCount')).toEqual([3]);
});

test.each([
  ['delivered', QUEUE, { OnFailureDestinationDeliveredEventCount: [3], DroppedEventCount: [] }],
  ['dropped', undefined, { OnFailureDestinationDeliveredEventCount: [], DroppedEventCount: [3] }],
])('records that are given up on are %s (rule 3.7.2)', async (_what, destinationArn, expected) => {
  const { events, mappingSums, minutes } = newMetrics();
  events.emit('batch-discarded', {
    ...batch(3),
    condition: 'RetryAttemptsExhausted',
    failureRecord: '{}',
    ...(destinationArn !== undefined && { destinationArn }),
  });
  for (const [name, sums] of Object.entries(expected))
    expect(await mappingSums(name)).toEqual(sums);
  expect(await minutes('DestinationDeliveryFailures')).toEqual([]);
});

test('a destination that refuses is one failure, and drops all records of the batch (rule 3.7.4)', async () => {
  const { events, mappingSums, minutes } = newMetrics();
  events.emit('destination-failed', { ...batch(3), destinationArn: QUEUE, reason: 'gone' });
  expect(await minutes('DestinationDeliveryFailures')).toMatchObject([{ sum: 1, unit: 'Count' }]);
  expect(await mappingSums('DroppedEventCount')).toEqual([3]);
  expect(await mappingSums('OnFailureDestinationDeliveredEventCount')).toEqual([]);
});

test('a mapping that did not ask for EventCount is not counted; its function is', async () => {
  const { events, minutes, metrics } = newMetrics();
  events.emit('batch-invoked', { ...batch(3), mappingId: 'other', lastArrivalMs: 0 });
  events.emit('batch-failed', { ...batch(3), mappingId: 'other', ...FAILURE });
  expect(await minutes('IteratorAge')).toHaveLength(1);
  const { metrics: listed } = await metrics.list(scope);
  expect(new Set(listed.map(({ name }) => name))).toEqual(new Set(['IteratorAge']));
});

test('metrics belong to the account and region of their function', async () => {
  const { invoked, minutes, metrics } = newMetrics();
  invoked('succeeded', 0, 'arn:aws:lambda:eu-west-1:000000000000:function:consumer');
  expect(await minutes('Invocations')).toEqual([]);
  const there = await metrics.list({ account: '000000000000', region: 'eu-west-1' });
  expect(there.metrics).toHaveLength(12);
});

test('nothing is counted once it is closed', async () => {
  const { invoked, minutes, metrics } = newMetrics();
  invoked('succeeded');
  await metrics.close();
  invoked('succeeded');
  expect(await minutes('Invocations')).toMatchObject([{ sum: 1 }]);
});
