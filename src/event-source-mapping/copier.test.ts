import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Copier } from './copier.ts';

test('copies what Buffer.copy does, wherever the pieces stand, and nothing around them', () => {
  const piece = fc.record({ start: fc.nat(150), length: fc.nat(150), gap: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.nat(9), (pieces, offset) => {
      const sources = [1, 2].map((seed) =>
        Buffer.from(Array.from({ length: 400 }, (_, at) => (at * 7 + seed) % 256)).subarray(offset),
      ) as [Buffer, Buffer];
      const [expected, found] = [Buffer.alloc(2000), Buffer.alloc(2000 + offset).subarray(offset)];
      const copier = new Copier(found, sources[0]);
      let at = 0;
      for (const [index, { start, length, gap }] of pieces.entries()) {
        const source = sources[index % 2] as Buffer;
        copier.takeFrom(source);
        at += gap;
        source.copy(expected, at, start, start + length);
        expect(copier.copy(at, start, start + length)).toBe(at + length);
        at += length;
      }
      expect(copier.put(at, sources[1].subarray(0, 5))).toBe(at + 5);
      sources[1].copy(expected, at, 0, 5);
      expect(found.equals(expected)).toBe(true);
    }),
  );
});
