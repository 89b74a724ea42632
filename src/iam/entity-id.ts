import type { Random } from '../random/random.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An id in the form of AWS's: `AROA` for a role, `ANPA` for a policy, and 17 characters. */
export function entityId(kind: 'AROA' | 'ANPA', random: Random): string {
  const characters = Array.from({ length: 17 }, () => DIGITS[Math.floor(random.fraction() * 32)]);
  return kind + characters.join('');
}
