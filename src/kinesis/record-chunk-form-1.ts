import type { ChunkContent, StoredRecord } from './chunk-content.ts';

/*
 * The form in which records were kept first, numbers in network byte order: form (1 byte), count
 * (4), arrival (8, floating point), first index (8, floating point); for each record the lengths of
 * its partition key (2), explicit hash key (1, 0 for none) and data (4); then for each record those
 * three, text as UTF-8.
 */
const HEADER_BYTES = 21;
const LENGTHS_BYTES = 7;

/** Reads a chunk of the first form. */
export function decodeForm1(bytes: Buffer): ChunkContent {
  const count = bytes.readUInt32BE(1);
  const records: StoredRecord[] = [];
  let contentAt = HEADER_BYTES + LENGTHS_BYTES * count;
  for (let position = 0; position < count; position++) {
    const lengthsAt = HEADER_BYTES + LENGTHS_BYTES * position;
    const explicitAt = contentAt + bytes.readUInt16BE(lengthsAt);
    const dataAt = explicitAt + bytes.readUInt8(lengthsAt + 2);
    const end = dataAt + bytes.readUInt32BE(lengthsAt + 3);
    records.push({
      partitionKey: bytes.toString('utf8', contentAt, explicitAt),
      ...(explicitAt < dataAt && { explicitHashKey: bytes.toString('utf8', explicitAt, dataAt) }),
      data: bytes.subarray(dataAt, end),
    });
    contentAt = end;
  }
  return { arrivalMs: bytes.readDoubleBE(5), firstIndex: bytes.readDoubleBE(13), records };
}
