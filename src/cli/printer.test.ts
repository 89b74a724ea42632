import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { printerTo } from './printer.ts';

test('lines of a moment leave in one write, in their order', () => {
  const written: string[] = [];
  const clock = new ManualClock();
  const stream = { write: (text: string) => written.push(text) } as never;
  const print = printerTo(stream, clock);
  print('one');
  clock.advance(15);
  print('two');
  expect(written).toEqual([]);
  clock.advance(1);
  expect(written).toEqual(['one\ntwo\n']);
  print('three');
  clock.advance(16);
  expect(written).toEqual(['one\ntwo\n', 'three\n']);
});
