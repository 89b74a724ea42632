import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChunkContent } from './chunk-content.ts';
import { encodeChunk, RecordChunk } from './record-chunk.ts';

const content = fc.record({
  arrivalMs: fc.integer({ min: 0, max: 2 ** 42 }),
  firstIndex: fc.nat({ max: 2 ** 31 - 1 }),
  records: fc.array(
    fc.record({
      partitionKey: fc.oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 256 }),
        fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 40 }),
      ),
      explicitHashKey: fc.option(
        fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map((hashKey) => String(hashKey)),
        { nil: undefined },
      ),
      data: fc.uint8Array({ maxLength: 100 }),
    }),
    { minLength: 1, maxLength: 20 },
  ),
  encryptionType: fc.constantFrom(undefined, 'KMS' as const),
});

const numberAt = (index: number, arrivalMs: number) => `4${index}${arrivalMs}`;
const numbersOf = ({ firstIndex, arrivalMs, records }: ChunkContent) =>
  records.map((_, position) => numberAt(firstIndex + position, arrivalMs));
const packed = (given: ChunkContent) => encodeChunk(given, numbersOf(given));

/** As the first version wrote them: numbers, lengths, and the bytes one after the other. */
function packedInForm1({ arrivalMs, firstIndex, records }: ChunkContent): Buffer {
  const header = Buffer.alloc(21);
  header.writeUInt8(1, 0);
  header.writeUInt32BE(records.length, 1);
  header.writeDoubleBE(arrivalMs, 5);
  header.writeDoubleBE(firstIndex, 13);
  const parts = records.map(({ partitionKey, explicitHashKey = '', data }) => {
    return [Buffer.from(partitionKey), Buffer.from(explicitHashKey), Buffer.from(data)];
  });
  const lengths = parts.map(([key, explicit, data]) => {
    const entry = Buffer.alloc(7);
    entry.writeUInt16BE(key!.length, 0);
    entry.writeUInt8(explicit!.length, 2);
    entry.writeUInt32BE(data!.length, 3);
    return entry;
  });
  return Buffer.concat([header, ...lengths, ...parts.flat()]);
}

test.each([
  ['as it is packed now', packed],
  ['as it was packed first', packedInForm1],
])('a chunk gives back the records that were put, %s', (_, pack) => {
  fc.assert(
    fc.property(content, fc.nat(20), (given, skipped) => {
      const wellFormed = {
        ...given,
        // The first version knew of no encryption.
        encryptionType: pack === packed ? given.encryptionType : undefined,
        records: given.records.map((record) => ({
          ...record,
          // Text that is no Unicode cannot have come by JSON or UTF-8.
          partitionKey: Buffer.from(record.partitionKey).toString(),
        })),
      };
      const chunk = new RecordChunk(pack(wellFormed), numberAt);
      expect(chunk.count).toBe(given.records.length);
      expect(chunk.arrivalMs).toBe(given.arrivalMs);
      expect(chunk.firstIndex).toBe(given.firstIndex);
      expect(chunk.endIndex).toBe(given.firstIndex + given.records.length);
      const expected = wellFormed.records.map((record, position) => ({
        ...record,
        data: Buffer.from(record.data),
        base64: Buffer.from(record.data).toString('base64'),
        sequenceNumber: numberAt(given.firstIndex + position, given.arrivalMs),
        approximateArrivalTimestamp: given.arrivalMs,
        encryptionType: wellFormed.encryptionType,
      }));
      const indexes = expected.map((_record, position) => given.firstIndex + position);
      expect(indexes.flatMap((index) => chunk.records(index, index + 1))).toMatchObject(expected);
      const sizes = expected.map(
        ({ data, partitionKey }) => data.length + Buffer.byteLength(partitionKey),
      );
      const from = given.firstIndex + Math.min(skipped, given.records.length - 1);
      expect(chunk.sizeOf(from, chunk.endIndex)).toBe(
        sizes.slice(from - given.firstIndex).reduce((sum, size) => sum + size, 0),
      );
      expect(chunk.sizeOf(from, from + 1)).toBe(sizes[from - given.firstIndex]);
      expect(JSON.parse(`[${chunk.json(from, chunk.endIndex)}null]`).slice(0, -1)).toEqual(
        expected.slice(from - given.firstIndex).map((record) => ({
          SequenceNumber: record.sequenceNumber,
          ApproximateArrivalTimestamp: record.approximateArrivalTimestamp / 1000,
          Data: record.base64,
          PartitionKey: record.partitionKey,
          ...(record.encryptionType && { EncryptionType: 'KMS' }),
        })),
      );
    }),
  );
});

test('a chunk is read where it lies in a larger piece of memory', () => {
  const data = new Uint8Array([1, 2, 3]);
  const records = [{ partitionKey: 'k', data }];
  const bytes = packed({ arrivalMs: 5, firstIndex: 7, records });
  const memory = new Uint8Array(bytes.length + 10);
  memory.set(bytes, 4);
  const chunk = new RecordChunk(memory.subarray(4, 4 + bytes.length), numberAt);
  expect(chunk.records(7, 8)[0]).toMatchObject({ partitionKey: 'k', data: Buffer.from(data) });
});

test('a chunk of a form to come is refused', () => {
  const bytes = packed({ arrivalMs: 0, firstIndex: 1, records: [] });
  bytes[0] = 4;
  expect(() => new RecordChunk(bytes, numberAt)).toThrow('Records in form 4 cannot be read here.');
});
