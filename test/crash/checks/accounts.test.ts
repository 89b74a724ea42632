import { expect, test } from 'vitest';
import type { Delivery } from '../delivery-log.ts';
import { type AccountEvidence, unaccounted } from './accounts.ts';
import { delivery, idsUpTo, message, put } from './forged.suite.ts';

const missing = (deliveries: readonly Delivery[], more: Partial<AccountEvidence> = {}) =>
  unaccounted({
    functionName: 'consumer',
    streamName: 'stream',
    puts: [put(idsUpTo(4), 1), put(['one.5.0'])],
    deliveries,
    messages: [],
    ...more,
  }).map(({ id }) => id);

test('a record that its handler acknowledged is accounted for', () => {
  expect(missing([delivery([1, 2]), delivery([3, 4])])).toEqual([]);
});

test('a record that was never delivered, or never answered, is not', () => {
  expect(missing([delivery([1, 2]), delivery([4])])).toEqual(['one.3.0']);
  const { outcome: _never, ...open } = delivery([3, 4]);
  expect(missing([delivery([1, 2]), open])).toEqual(['one.3.0', 'one.4.0']);
});

test('what a partial response reports, and all behind it, is not', () => {
  expect(missing([delivery([1, 2, 3, 4], { outcome: '3' })])).toEqual(['one.3.0', 'one.4.0']);
});

test('a record that was given up is accounted for by the message alone', () => {
  const deliveries = [delivery([1, 2]), delivery([3, 4], { outcome: 'error' })];
  expect(missing(deliveries)).toEqual(['one.3.0', 'one.4.0']);
  expect(missing(deliveries, { messages: [message(3, 4)] })).toEqual([]);
  const ofAnother = [message(3, 4, { functionName: 'another' })];
  expect(missing(deliveries, { messages: ofAnother })).toEqual(['one.3.0', 'one.4.0']);
});

test('what was too old to be delivered is accounted for by its range', () => {
  const messages = [message(3, 4, { condition: 'RecordAgeExceeded', requestId: 'none' })];
  expect(missing([delivery([1, 2])], { messages })).toEqual([]);
});
