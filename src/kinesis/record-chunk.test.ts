import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeChunk, RecordChunk } from './record-chunk.ts';

const content = fc.record({
  arrivalMs: fc.integer({ min: 0, max: 2 ** 42 }),
  firstIndex: fc.nat({ max: 2 ** 31 - 1 }),
  records: fc.array(
    fc.record({
      partitionKey: fc.string({ unit: 'binary', minLength: 1, maxLength: 256 }),
      explicitHashKey: fc.option(
        fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((hashKey) => String(hashKey)),
        { nil: undefined },
      ),
      data: fc.uint8Array({ maxLength: 100 }),
    }),
    { minLength: 1, maxLength: 20 },
  ),
});

test('a chunk gives back the records that were packed into it', () => {
  fc.assert(
    fc.property(content, fc.nat(25), (given, skipped) => {
      const chunk = new RecordChunk(encodeChunk(given));
      expect(chunk.count).toBe(given.records.length);
      expect(chunk.arrivalMs).toBe(given.arrivalMs);
      expect(chunk.firstIndex).toBe(given.firstIndex);
      const records = [...chunk.records(given.firstIndex + skipped)].map((record) => ({
        ...record,
        data: new Uint8Array(record.data),
      }));
      const expected = given.records.map((record, position) => ({
        ...record,
        index: given.firstIndex + position,
      }));
      expect(records).toEqual(expected.slice(skipped));
    }),
  );
});

test('a chunk is read where it lies in a larger piece of memory', () => {
  const data = new Uint8Array([1, 2, 3]);
  const packed = encodeChunk({
    arrivalMs: 5,
    firstIndex: 7,
    records: [{ partitionKey: 'k', data }],
  });
  const memory = new Uint8Array(packed.length + 10);
  memory.set(packed, 4);
  const chunk = new RecordChunk(memory.subarray(4, 4 + packed.length));
  expect([...chunk.records()]).toMatchObject([{ partitionKey: 'k', index: 7 }]);
  expect(chunk.endIndex).toBe(8);
});

test('a chunk of a form to come is refused', () => {
  const packed = encodeChunk({ arrivalMs: 0, firstIndex: 1, records: [] });
  packed[0] = 2;
  expect(() => new RecordChunk(packed)).toThrow('Records in form 2 cannot be read here.');
});
