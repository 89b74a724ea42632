import { randomBytes, randomFillSync, randomUUID } from 'node:crypto';

/** The only source of chance in the product: ids, tokens, jitter. */
export interface Random {
  /** A version 4 UUID in lower case. */
  uuid(): string;
  /** `digits` lower-case hexadecimal digits. */
  hex(digits: number): string;
  /** A number from 0 (inclusive) to 1 (exclusive). */
  fraction(): number;
}

/** Random bytes in stock, each used once: to fetch 72 takes as long as to fetch thousands. */
const stock = Buffer.alloc(8192);
let used = stock.length;

/** Chance as the operating system gives it. */
export const systemRandom: Random = {
  uuid: () => randomUUID(),
  hex(digits) {
    const bytes = Math.ceil(digits / 2);
    if (bytes > stock.length) return randomBytes(bytes).toString('hex').slice(0, digits);
    if (bytes > stock.length - used) {
      randomFillSync(stock);
      used = 0;
    }
    used += bytes;
    return stock.toString('hex', used - bytes, used).slice(0, digits);
  },
  fraction: () => Math.random(),
};

/** Chance that repeats: the same seed gives the same sequence (mulberry32). Not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const fraction = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const hex = (digits: number) => {
    let text = '';
    while (text.length < digits) text += Math.floor(fraction() * 16).toString(16);
    return text;
  };
  const uuid = () => {
    const digits = hex(32);
    const variant = '89ab'[Math.floor(fraction() * 4)];
    return [
      digits.slice(0, 8),
      digits.slice(8, 12),
      `4${digits.slice(13, 16)}`,
      `${variant}${digits.slice(17, 20)}`,
      digits.slice(20),
    ].join('-');
  };
  return { uuid, hex, fraction };
}
