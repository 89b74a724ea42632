import type { Random } from '../../src/random/random.ts';

/** Choices made of a seed. */
export class Chance {
  readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  /** Whether something happens that does so with probability `share`. */
  is(share: number): boolean {
    return this.random.fraction() < share;
  }

  /** A whole number below `bound`. */
  below(bound: number): number {
    return Math.floor(this.random.fraction() * bound);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  bytes(most: number): Buffer {
    return Buffer.from(this.random.hex(2 * this.below(most + 1)), 'hex');
  }
}
