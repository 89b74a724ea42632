import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventMemory } from './event-memory.ts';

const MEBIBYTE = 1024 * 1024;

test('no two pieces that are taken at a time overlap, and each is as long as was asked', () => {
  const step = fc.record({ bytes: fc.integer({ min: 1, max: 20_000 }), givesBack: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const memory = new EventMemory();
      let taken: { piece: Buffer; mark: number }[] = [];
      for (const [mark, { bytes, givesBack }] of steps.entries()) {
        const piece = memory.take(bytes).fill(mark);
        expect(piece).toHaveLength(bytes);
        taken.push({ piece, mark });
        for (const each of taken)
          expect(each.piece.equals(Buffer.alloc(each.piece.length, each.mark))).toBe(true);
        for (const { piece: over } of taken.slice(0, givesBack)) memory.giveBack(over);
        taken = taken.slice(givesBack);
      }
    }),
  );
});

test('what was given back is taken again, if it is large enough', () => {
  const memory = new EventMemory();
  const first = memory.take(5000);
  memory.giveBack(first);
  expect(memory.take(6000).buffer).toBe(first.buffer);
  memory.giveBack(first);
  expect(memory.take(9000).buffer).not.toBe(first.buffer);
});

test('no more is kept than a few MiB', () => {
  const memory = new EventMemory();
  const pieces = Array.from({ length: 4 }, () => memory.take(3 * MEBIBYTE));
  for (const piece of pieces) memory.giveBack(piece);
  const again = new Set(pieces.map(() => memory.take(3 * MEBIBYTE).buffer));
  expect(pieces.filter(({ buffer }) => again.has(buffer))).toHaveLength(2);
});
