import { expect, test } from 'vitest';
import { Outbox } from './outbox.ts';

const endOfTurn = () => new Promise((resolve) => setImmediate(resolve));

test('answers of one turn leave at its end, in their order, and once', async () => {
  const outbox = new Outbox();
  const left: string[] = [];
  outbox.add(() => left.push('first'));
  await Promise.resolve();
  outbox.add(() => left.push('second'));
  expect(left).toEqual([]);
  await endOfTurn();
  expect(left).toEqual(['first', 'second']);
  outbox.add(() => left.push('third'));
  await endOfTurn();
  expect(left).toEqual(['first', 'second', 'third']);
});

test('what is added while answers leave is not lost', async () => {
  const outbox = new Outbox();
  const left: string[] = [];
  outbox.add(() => {
    left.push('first');
    outbox.add(() => left.push('second'));
  });
  await endOfTurn();
  await endOfTurn();
  expect(left).toEqual(['first', 'second']);
});
