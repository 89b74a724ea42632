import { expect, test } from 'vitest';
import { Outbox } from './outbox.ts';

const endOfTurn = () => new Promise((resolve) => setImmediate(resolve));

/** An outbox with what has left it. */
function openOutbox() {
  const outbox = new Outbox();
  const left: string[] = [];
  const add = (...names: string[]) => {
    for (const name of names) outbox.add(() => left.push(name));
  };
  /** What has left by now. */
  const taken = () => left.splice(0);
  return { outbox, add, taken };
}

test('a single answer leaves at once, turn by turn', async () => {
  const { add, taken } = openOutbox();
  for (let turn = 0; turn < 3; turn++) {
    add('one');
    expect(taken()).toEqual(['one']);
    await endOfTurn();
    expect(taken()).toEqual([]);
  }
});

test('behind a turn that had several, answers leave at its end, in their order, and once', async () => {
  const { add, taken } = openOutbox();
  add('first', 'second');
  expect(taken()).toEqual(['first', 'second']);
  await endOfTurn();
  add('third');
  await Promise.resolve();
  add('fourth');
  expect(taken()).toEqual([]);
  await endOfTurn();
  expect(taken()).toEqual(['third', 'fourth']);
  await endOfTurn();
  expect(taken()).toEqual([]);
});

test('behind a turn that had one again, they leave at once again', async () => {
  const { add, taken } = openOutbox();
  add('first', 'second');
  await endOfTurn();
  add('waits');
  await endOfTurn();
  expect(taken()).toEqual(['first', 'second', 'waits']);
  add('last');
  expect(taken()).toEqual(['last']);
});

test('what is added while answers leave is not lost', async () => {
  const { outbox, add, taken } = openOutbox();
  add('first', 'second');
  await endOfTurn();
  taken();
  outbox.add(() => add('inner'));
  await endOfTurn();
  await endOfTurn();
  expect(taken()).toEqual(['inner']);
});
