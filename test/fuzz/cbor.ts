/** Writes any value as CBOR (RFC 8949), so that bodies may be wrong as well as right. */
export function cborOf(value: unknown): Buffer {
  if (value === null || value === undefined) return Buffer.of(0xf6);
  if (typeof value === 'boolean') return Buffer.of(value ? 0xf5 : 0xf4);
  if (typeof value === 'number') return numberOf(value);
  if (typeof value === 'string') return withHead(3, Buffer.from(value));
  if (value instanceof Uint8Array) return withHead(2, Buffer.from(value));
  if (Array.isArray(value)) return Buffer.concat([headOf(4, value.length), ...value.map(cborOf)]);
  const pairs = Object.entries(value as object);
  const parts = pairs.flatMap(([name, item]) => [cborOf(name), cborOf(item)]);
  return Buffer.concat([headOf(5, pairs.length), ...parts]);
}

function numberOf(value: number): Buffer {
  if (Number.isSafeInteger(value) && value >= 0) return headOf(0, value);
  if (Number.isSafeInteger(value)) return headOf(1, -1 - value);
  const bytes = Buffer.alloc(9, 0xfb);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

const withHead = (type: number, bytes: Buffer) =>
  Buffer.concat([headOf(type, bytes.length), bytes]);

/** A type and a size, in as few bytes as hold it. */
function headOf(type: number, size: number): Buffer {
  const first = type << 5;
  if (size < 24) return Buffer.of(first | size);
  const width = size < 2 ** 8 ? 0 : size < 2 ** 16 ? 1 : size < 2 ** 32 ? 2 : 3;
  const bytes = Buffer.alloc(1 + 2 ** width);
  bytes[0] = first | (24 + width);
  if (width === 3) bytes.writeBigUInt64BE(BigInt(size), 1);
  else bytes.writeUIntBE(size, 1, 2 ** width);
  return bytes;
}
