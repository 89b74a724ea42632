import { expect, test } from 'vitest';
import { Caller } from './caller.ts';

test('whoever asked for the signal before is told that the caller left', () => {
  const caller = new Caller();
  const { signal } = caller;
  expect([caller.isGone, signal.aborted]).toEqual([false, false]);
  caller.leave();
  expect([caller.isGone, signal.aborted]).toEqual([true, true]);
});

test('whoever asks for the signal afterwards finds the caller gone', () => {
  const caller = new Caller();
  caller.leave();
  expect(caller.signal.aborted).toBe(true);
  expect(caller.signal).toBe(caller.signal);
});
