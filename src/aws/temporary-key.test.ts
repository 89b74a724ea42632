import { expect, test } from 'vitest';
import { accountOfTemporaryKey, temporaryAccessKey } from './temporary-key.ts';

test.each(['000000000000', '123456789012', '999999999999'])(
  'a temporary key says that it is of %s',
  (account) => {
    for (const chance of [0, 0.5, 0.999999]) {
      const key = temporaryAccessKey(account, chance);
      expect(key).toMatch(/^ASIA[A-Z2-7]{16}$/);
      expect(accountOfTemporaryKey(key)).toBe(account);
    }
  },
);

test.each(['', 'AKIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE', 'ASIASBOX77777777AAAA'])(
  '%s is none of them',
  (key) => {
    expect(accountOfTemporaryKey(key)).toBeUndefined();
  },
);
