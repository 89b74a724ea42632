import { expect, test } from 'vitest';
import { DEFAULT_SCOPE as scope } from '../aws/scope.ts';
import { ACCOUNT_LIMIT, Concurrency, unreserved } from './concurrency.ts';

test('what functions reserve is not there for those that reserve none', () => {
  const concurrency = new Concurrency();
  const reserving = { functionName: 'reserving', reservedConcurrency: 900 };
  const left = () => unreserved([reserving]);
  for (let count = 0; count < 100; count++) concurrency.take(scope, { functionName: 'f' }, left);
  const refused = expect.objectContaining({ reason: 'ConcurrentInvocationLimitExceeded' });
  expect(() => concurrency.take(scope, { functionName: 'g' }, left)).toThrow(refused);
  const free = concurrency.take(scope, reserving, left);
  free();
  expect(concurrency.total).toBe(100);
  expect(unreserved([])).toBe(ACCOUNT_LIMIT);
});
