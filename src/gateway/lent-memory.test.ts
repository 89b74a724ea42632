import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LentMemory } from './lent-memory.ts';

const MEBIBYTE = 1024 * 1024;
const response = () => new EventEmitter() as ServerResponse;

test('memory is lent again when the response it was lent for has left, and not before', () => {
  const lent = new LentMemory();
  const [first, second, third] = [response(), response(), response()];
  const one = lent.for(first).memory(100);
  expect(lent.for(second).memory(100).buffer).not.toBe(one.buffer);
  first.emit('close');
  expect(lent.for(third).memory(100).buffer).toBe(one.buffer);
});

test('what is taken back before the response has left is lent again, to it or to another', () => {
  const lent = new LentMemory();
  const [first, second] = [response(), response()];
  const loan = lent.for(first);
  const one = loan.memory(100);
  loan.takeBack();
  const again = loan.memory(MEBIBYTE);
  expect(again.buffer).toBe(one.buffer);
  expect(again).toHaveLength(MEBIBYTE);
  loan.takeBack();
  expect(lent.for(second).memory(100).buffer).toBe(one.buffer);
  first.emit('close');
  expect(lent.for(response()).memory(100).buffer).not.toBe(one.buffer);
});

test('who asks on when the response has left gets memory of its own', () => {
  const lent = new LentMemory();
  const [first, second] = [response(), response()];
  const { memory } = lent.for(first);
  memory(100);
  first.emit('close');
  const late = memory(100);
  expect(lent.for(second).memory(100).buffer).not.toBe(late.buffer);
});

test('no two pieces that are lent at a time overlap', () => {
  const sizes = fc.array(fc.nat(MEBIBYTE), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(sizes, { minLength: 1, maxLength: 6 }), (requests) => {
      const lent = new LentMemory();
      let earlier: { pieces: Buffer[]; mark: number; gone: () => void } | undefined;
      for (const [index, wanted] of requests.entries()) {
        const answer = response();
        const { memory } = lent.for(answer);
        const mark = index + 1;
        const pieces = wanted.map((bytes) => memory(bytes).fill(mark));
        for (const each of [earlier, { pieces, mark }]) {
          for (const piece of each?.pieces ?? [])
            expect(piece.equals(Buffer.alloc(piece.length, each?.mark))).toBe(true);
        }
        expect(pieces.map(({ length }) => length)).toEqual(wanted);
        earlier?.gone();
        earlier = { pieces, mark, gone: () => answer.emit('close') };
      }
    }),
    { numRuns: 30 },
  );
});

test('what is larger than a slab is not kept', () => {
  const lent = new LentMemory();
  const first = response();
  const one = lent.for(first).memory(MEBIBYTE + 1);
  first.emit('close');
  expect(lent.for(response()).memory(MEBIBYTE + 1).buffer).not.toBe(one.buffer);
});
