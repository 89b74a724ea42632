/** The few forms of ASN.1 in its distinguished encoding (X.690) that a certificate needs. */

/** One value: its tag, its length, its content. */
export function tagged(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.of(tag), lengthOf(body.length), body]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.of(0x80 | bytes.length), bytes]);
}

export const sequence = (...items: readonly Uint8Array[]) => tagged(0x30, ...items);
export const set = (...items: readonly Uint8Array[]) => tagged(0x31, ...items);
export const TRUE = tagged(0x01, Buffer.of(0xff));
export const octets = (content: Uint8Array) => tagged(0x04, content);
/** Whole bytes, of which the last `unused` bits mean nothing. */
export const bits = (content: Uint8Array, unused = 0) => tagged(0x03, Buffer.of(unused), content);
export const text = (value: string) => tagged(0x0c, Buffer.from(value));

/** A number that is not negative. */
export function integer(bytes: Uint8Array): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const trimmed = start < 0 ? Buffer.of(0) : Buffer.from(bytes.subarray(start));
  const isNegative = (trimmed[0] as number) >= 0x80;
  return tagged(0x02, isNegative ? Buffer.concat([Buffer.of(0), trimmed]) : trimmed);
}

/** A name such as `2.5.29.17`. */
export function oid(name: string): Buffer {
  const [first = 0, second = 0, ...rest] = name.split('.').map(Number);
  const bytes = [first * 40 + second, ...rest].flatMap((part) => {
    const digits = [part & 0x7f];
    for (let left = part >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return tagged(0x06, Buffer.from(bytes));
}

/** A point in time, to the second, until 2050. */
export function utcTime(epochMs: number): Buffer {
  const digits = new Date(epochMs).toISOString().replace(/[-:T]|\.\d{3}/g, '');
  return tagged(0x17, Buffer.from(digits.slice(2)));
}
