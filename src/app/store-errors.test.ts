import { expect, test } from 'vitest';
import type { Service } from '../api/operation.ts';
import { Events } from '../observe/events.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { StoreError } from '../store/store-error.ts';
import { tellingStoreErrors } from './store-errors.ts';

const service: Service = {
  ...{ signingName: 'logs', protocols: [], operations: [] },
  toAwsError: () => undefined,
};
const events = new Events();
const warnings: string[] = [];
events.on('warning', ({ message }) => warnings.push(message));
const { toAwsError } = tellingStoreErrors(service, events);

test.each(['a\u0000', 'é'.repeat(1000)])('a name that cannot be kept is refused', async (name) => {
  const store = new MemoryStore();
  const error = await store.transact((transaction) => transaction.put([name], 1)).catch((e) => e);
  expect(toAwsError(error)).toMatchObject({
    code: 'ValidationException',
    status: 400,
    message: expect.stringContaining('A name'),
  });
  expect(warnings).toEqual([]);
});

test('a full store is told to the caller and to whoever runs it, a defect to neither', () => {
  expect(toAwsError(new StoreError('Full', 'no room'))).toMatchObject({ status: 503 });
  expect(warnings).toEqual(['no room']);
  expect(toAwsError(new StoreError('Closed', 'closed'))).toBeUndefined();
});
