import { expect, test } from 'vitest';
import type { MessageLife } from '../ledger.ts';
import { checkDeleted, checkPresent } from './queue.ts';

const life = (rest: Partial<MessageLife>): MessageLife => ({
  id: 'sender.1.0',
  isSent: true,
  isDeleteAsked: false,
  receivedAt: [],
  ...rest,
});

test('a resurrected message is caught', () => {
  const deleted = { isDeleteAsked: true, deletedAt: 5 };
  expect(checkDeleted([life({ ...deleted, receivedAt: [1, 4] })])).toEqual([]);
  expect(checkDeleted([life({ ...deleted, receivedAt: [1, 6] })])).toHaveLength(1);
});

test('a message whose delete was not answered may come back', () => {
  expect(checkDeleted([life({ isDeleteAsked: true, receivedAt: [1, 6] })])).toEqual([]);
});

test('a lost message is caught', () => {
  expect(checkPresent([life({})])).toHaveLength(1);
  expect(checkPresent([life({ isSent: false })])).toEqual([]);
  expect(checkPresent([life({ isDeleteAsked: true })])).toEqual([]);
});
