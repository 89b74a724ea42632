/** Castagnoli's polynomial, lowest bit first (RFC 3720, appendix B.4). */
const CRC32C_POLYNOMIAL = 0x82f63b78;
/** The polynomial of the NVM Express command set specification, lowest bit first, in two halves. */
const NVME_POLYNOMIAL = { high: 0x9a6c9329, low: 0xac4bc9b5 } as const;

const crc32cTable = new Uint32Array(256).map((_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? CRC32C_POLYNOMIAL : 0);
  return value;
});

/** The CRC-32C of some bytes, as an unsigned number. */
export function crc32c(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ crc32cTable[(value ^ byte) & 0xff]!;
  return ~value >>> 0;
}

const nvmeTable = makeNvmeTable();

/**
 * The CRC-64/NVME of some bytes, as eight bytes. Computed in halves, because a number of JavaScript
 * does not hold 64 bits, and a `bigint` for each byte is a hundred times slower.
 */
export function crc64Nvme(bytes: Uint8Array): Uint8Array {
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of bytes) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ nvmeTable.low[index]!;
    high = (high >>> 8) ^ nvmeTable.high[index]!;
  }
  const result = Buffer.alloc(8);
  result.writeUInt32BE(~high >>> 0, 0);
  result.writeUInt32BE(~low >>> 0, 4);
  return result;
}

function makeNvmeTable() {
  const table = { high: new Uint32Array(256), low: new Uint32Array(256) };
  for (let byte = 0; byte < 256; byte++) {
    let [high, low] = [0, byte];
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = (low & 1) === 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (!isOdd) continue;
      low ^= NVME_POLYNOMIAL.low;
      high ^= NVME_POLYNOMIAL.high;
    }
    table.high[byte] = high;
    table.low[byte] = low;
  }
  return table;
}
