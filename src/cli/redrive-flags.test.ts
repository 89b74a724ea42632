import { expect, test } from 'vitest';
import { checkFlags, type RedriveFlags } from './redrive-flags.ts';

const flags = (more: Partial<RedriveFlags>): RedriveFlags => ({
  to: 'lambda',
  concurrency: 1,
  ...more,
});

test.each<[Partial<RedriveFlags>, string[], string]>([
  [{}, [], 'IDs, or give --all'],
  [{ all: true }, ['a'], 'not both'],
  [{ to: 'file' }, ['a'], '--out PATH'],
  [{ out: 'x' }, ['a'], '--to file'],
  [{ to: 'stream', toFunction: 'f' }, ['a'], '--to lambda'],
  [{ to: 'stream', each: true }, ['a'], '--to lambda'],
  [{ toStream: 's' }, ['a'], '--to stream'],
  [{ resendUnknown: true, acceptUnknown: true }, ['a'], 'not both'],
  [{ to: 'file', out: 'x', resendUnknown: true }, ['a'], 'other targets'],
  [{ to: 'file', out: 'x', acceptUnknown: true }, ['a'], 'other targets'],
  [{ keepMessages: true, deleteMessages: true }, ['a'], 'not both'],
  [{ deleteObjects: true, keepMessages: true }, ['a'], '--delete-messages'],
  [{ deleteObjects: true, to: 'file', out: 'x' }, ['a'], '--delete-messages'],
])('%j with IDs %j is refused', (more, ids, text) => {
  expect(() => checkFlags(flags(more), ids)).toThrow(text);
});

test.each<[Partial<RedriveFlags>, string[]]>([
  [{ all: true }, []],
  [{ each: true, toFunction: 'f', deleteObjects: true }, ['a', 'b']],
  [{ to: 'file', out: 'x', deleteMessages: true, deleteObjects: true }, ['a']],
])('%j with IDs %j is taken', (more, ids) => {
  expect(() => checkFlags(flags(more), ids)).not.toThrow();
});
