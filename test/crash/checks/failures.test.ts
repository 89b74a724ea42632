import { expect, test } from 'vitest';
import { checkFailures, type FailureEvidence, type FailureMessage } from './failures.ts';
import { delivery, message } from './forged.suite.ts';

const error = (places: readonly number[], rest: object = {}) =>
  delivery(places, { outcome: 'error', ...rest });

const DELIVERIES = [error([1, 2]), error([3]), error([5])];

const laws = (messages: readonly FailureMessage[], more: Partial<FailureEvidence> = {}) =>
  checkFailures({
    functionName: 'consumer',
    lanes: 1,
    messages,
    deliveries: DELIVERIES,
    ...more,
  }).map(({ law }) => law);

test('one message for each discard is in order', () => {
  expect(laws([message(3, 3), message(1, 2), message(5, 5)])).toEqual([]);
});

test('a message that came twice is caught', () => {
  expect(laws([message(1, 2), message(1, 2)])).toContain('a discard is told once');
});

test('records that are given up again by another request are caught', () => {
  const again = error([2, 3], { requestId: 'again' });
  const messages = [message(1, 2), message(2, 3, { requestId: 'again' })];
  expect(laws(messages, { deliveries: [...DELIVERIES, again] })).toEqual([
    'no record is given up twice',
  ]);
});

test('with several lanes, a later run may give up a batch once more', () => {
  const again = error([1, 2], { requestId: 'again', run: 2 });
  const messages = [message(1, 2), message(1, 2, { requestId: 'again' })];
  expect(laws(messages, { lanes: 2, deliveries: [...DELIVERIES, again] })).toEqual([]);
});

test('a message that does not fit its request is caught', () => {
  const law = 'a failure message says what happened';
  expect(laws([message(1, 2, { invokeCount: 2 })])).toEqual([law]);
  expect(laws([message(1, 3)])).toEqual([law]);
  expect(laws([message(1, 2, { requestId: 'unknown' })])).toEqual([law]);
  expect(laws([message(1, 2)], { deliveries: [delivery([1, 2])] })).toEqual([law]);
});

test('a prefix that expires is told under the request that goes on', () => {
  const expired = { requestId: 'request-1', condition: 'RecordAgeExceeded' };
  expect(laws([message(1, 1, expired), message(2, 2, expired)])).toEqual([]);
  expect(laws([message(1, 1, expired), message(1, 1, expired)])).toContain(
    'a discard is told once',
  );
});
