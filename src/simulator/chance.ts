/**
 * A number from 0 (inclusive) to 1 (exclusive) that depends on its arguments and nothing else. Where
 * a sequence of draws would shift when one of them goes away, this does not: a history from which a
 * part was removed keeps the chance of all other parts, so that it can be shrunk.
 */
export function chanceOf(seed: number, ...what: readonly number[]): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b);
  for (const part of what) {
    mixed = Math.imul((mixed ^ (mixed >>> 15) ^ part) + 0x6d2b79f5, 0x2c1b3c6d);
    mixed ^= mixed >>> 12;
  }
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

/** A whole number from `from` to `to`, both inclusive, picked by `chance` (0 to 1). */
export function between(from: number, to: number, chance: number): number {
  return from + Math.floor(chance * (to - from + 1));
}
