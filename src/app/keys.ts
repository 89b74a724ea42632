import type { Keys, Secret } from '../gateway/authority.ts';

/** A key that requests may be signed with. */
export interface AccessKey extends Secret {
  readonly accessKeyId: string;
}

/**
 * The keys that were given, those that STS has given out for a while, and that of the functions
 * here: its id is the number of an account, any of them, and its secret is made up at each start.
 */
export function keysOf(
  given: readonly AccessKey[],
  functionSecret: string,
  temporary: (accessKeyId: string) => readonly Secret[],
): Keys {
  return {
    secretsOf(accessKeyId) {
      const secrets = given.filter((key) => key.accessKeyId === accessKeyId);
      if (!/^\d{12}$/.test(accessKeyId)) return [...secrets, ...temporary(accessKeyId)];
      return [...secrets, { secretAccessKey: functionSecret }];
    },
  };
}
