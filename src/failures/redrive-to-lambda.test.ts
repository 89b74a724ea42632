import { expect, test } from 'vitest';
import { MAXIMUM_PAYLOAD_BYTES } from '../event-source-mapping/lambda-event.ts';
import type { Failure, HydratedRecord } from './failure.ts';
import type { SendOutcome } from './redrive-target.ts';
import { type InvokeAnswer, type LambdaTargetOptions, lambdaTarget } from './redrive-to-lambda.ts';
import {
  FUNCTION,
  failureOf,
  hastyClock,
  hydrationOf,
  recordOf,
  STREAM,
  sdkError,
} from './redrive-world.suite.ts';

const ROLE = 'arn:aws:iam::000000000000:role/consumer';

/** Sends records to a function that answers as it is told, and tells what it was given. */
async function sent(
  answers: readonly (InvokeAnswer | Error)[],
  records: readonly HydratedRecord[] = hydrationOf(1, 3).records,
  { failure = failureOf(1, 3), ...more }: Partial<LambdaTargetOptions> & { failure?: Failure } = {},
) {
  const calls: { name: string; event: string }[] = [];
  const rest = [...answers];
  const invoke = async (name: string, event: string) => {
    calls.push({ name, event });
    const answer = rest.length > 1 ? rest.shift() : rest[0];
    if (answer instanceof Error) throw answer;
    return answer ?? { payload: 'null' };
  };
  const options = { clock: hastyClock(), roleOf: async () => ROLE, ...more };
  const target = lambdaTarget(invoke, options);
  const outcomes: SendOutcome[] = [];
  for (const portion of target.portions(failure, records)) {
    outcomes.push(...(await target.send(failure, portion, [])));
  }
  return { calls, outcomes, types: outcomes.map(({ type }) => type) };
}

const answering = (value: unknown): InvokeAnswer => ({ payload: JSON.stringify(value) });

test('the function is invoked once, with the event that its mapping would have made', async () => {
  const { calls, types } = await sent([answering(null)]);
  expect(calls.map(({ name }) => name)).toEqual([FUNCTION]);
  const { Records } = JSON.parse(calls[0]?.event ?? '');
  expect(Records).toHaveLength(3);
  expect(Records[0]).toEqual({
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: 'key-1',
      sequenceNumber: '4901',
      data: Buffer.from('{"n":1}').toString('base64'),
      approximateArrivalTimestamp: 1,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: 'shardId-000000000000:4901',
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: ROLE,
    awsRegion: 'us-east-1',
    eventSourceARN: STREAM,
  });
  expect(types).toEqual(['sent', 'sent', 'sent']);
});

test('with --each the function is invoked for each record, and fails for one of them', async () => {
  const failed = { functionError: 'Unhandled', payload: '{"errorType":"E","errorMessage":"bad"}' };
  const answers = [answering(null), failed, answering(null)];
  const { calls, outcomes, types } = await sent(answers, undefined, { each: true });
  expect(calls).toHaveLength(3);
  expect(types).toEqual(['sent', 'failed', 'sent']);
  expect(outcomes[1]).toMatchObject({ reason: 'The function failed: E: bad' });
});

test('another function is invoked when it is named', async () => {
  const { calls } = await sent([answering(null)], undefined, { functionName: 'fixed' });
  expect(calls.map(({ name }) => name)).toEqual(['fixed']);
});

test('what stands before the first item failure is done, the rest is not', async () => {
  const answer = answering({ batchItemFailures: [{ itemIdentifier: '4902' }] });
  const { types, outcomes } = await sent([answer]);
  expect(types).toEqual(['sent', 'failed', 'failed']);
  expect(outcomes[1]).toMatchObject({ reason: 'The function reported record 4902 as failed.' });
});

test('an item failure that is not in the batch fails all of it', async () => {
  const { types } = await sent([answering({ batchItemFailures: [{ itemIdentifier: '1' }] })]);
  expect(types).toEqual(['failed', 'failed', 'failed']);
});

test('a throttled invocation is tried again', async () => {
  const { calls, types } = await sent([sdkError('TooManyRequestsException', 429), answering(null)]);
  expect(calls).toHaveLength(2);
  expect(types).toEqual(['sent', 'sent', 'sent']);
});

test.each([
  ['ResourceNotFoundException', 404, 'failed'],
  ['TooManyRequestsException', 429, 'failed'],
  ['KMSAccessDeniedException', 502, 'failed'],
  ['ServiceException', 500, 'unknown'],
  ['TimeoutError', undefined, 'unknown'],
])('after %s (%s) the records are %s', async (name, status, type) => {
  const { types } = await sent([sdkError(name, status)]);
  expect(types).toEqual([type, type, type]);
});

test('records that do not fit into one event go in several, their order kept', async () => {
  const data = Buffer.alloc(1024 * 1024);
  const records = Array.from({ length: 11 }, (_, index) => recordOf(index, { data }));
  const { calls, types } = await sent([answering(null)], records);
  expect(calls).toHaveLength(3);
  for (const { event } of calls) expect(event.length).toBeLessThanOrEqual(MAXIMUM_PAYLOAD_BYTES);
  const numbers = calls.flatMap(({ event }) => {
    const { Records } = JSON.parse(event) as { Records: { kinesis: HydratedRecord }[] };
    return Records.map(({ kinesis }) => kinesis.sequenceNumber);
  });
  expect(numbers).toEqual(records.map(({ sequenceNumber }) => sequenceNumber));
  expect(types).toEqual(records.map(() => 'sent'));
});

test('a record that fits into no event fails, and the others are sent', async () => {
  const records = [recordOf(1), recordOf(2, { data: Buffer.alloc(5 * 1024 * 1024) }), recordOf(3)];
  const { types, calls } = await sent([answering(null)], records);
  expect(types).toEqual(['sent', 'failed', 'sent']);
  expect(calls).toHaveLength(2);
});

test('a batch of a tumbling window is not sent without the state of its window', async () => {
  const tumblingWindow = { startMs: 0, endMs: 1, isFinalInvoke: false, isTerminatedEarly: false };
  const failure = failureOf(1, 3, { tumblingWindow });
  const { calls, types } = await sent([answering(null)], undefined, { failure });
  expect(calls).toEqual([]);
  expect(types).toEqual(['failed', 'failed', 'failed']);
});
