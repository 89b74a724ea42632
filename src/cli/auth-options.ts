import { InvalidArgumentError } from 'commander';
import type { AccessKey } from '../app/keys.ts';
import { UsageError } from './usage-error.ts';

/** The options that say whether signatures are verified. */
export interface AuthFlags {
  readonly auth: 'none' | 'strict';
  readonly authKey?: readonly AccessKey[];
}

/** Reads an `--auth-key`, which may be given several times. */
export function parseAuthKey(text: string, before: readonly AccessKey[] = []): AccessKey[] {
  const [, accessKeyId, secretAccessKey] = /^([^:]+):(.+)$/.exec(text) ?? [];
  if (before.some((key) => key.accessKeyId === accessKeyId))
    throw new InvalidArgumentError(`${accessKeyId} was given a secret already.`);
  if (accessKeyId !== undefined && secretAccessKey !== undefined)
    return [...before, { accessKeyId, secretAccessKey }];
  throw new InvalidArgumentError('A key has the form ACCESS_KEY_ID:SECRET_ACCESS_KEY.');
}

/**
 * The keys that requests have to be signed with; undefined when signatures are not verified.
 *
 * @throws UsageError for keys without `--auth strict`, and the other way round
 */
export function authKeys(
  { auth, authKey = [] }: AuthFlags,
  environment: NodeJS.ProcessEnv,
): readonly AccessKey[] | undefined {
  if (auth === 'none') {
    if (authKey.length === 0) return undefined;
    throw new UsageError('--auth-key has no effect without --auth strict.');
  }
  const keys = authKey.length > 0 ? authKey : keysIn(environment);
  if (keys.length > 0) return keys;
  throw new UsageError(
    '--auth strict needs a key to verify signatures with: --auth-key ACCESS_KEY_ID:SECRET_ACCESS_KEY, ' +
      'or the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
  );
}

function keysIn(environment: NodeJS.ProcessEnv): AccessKey[] {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment;
  if (!accessKeyId || !secretAccessKey) return [];
  const sessionToken = environment.AWS_SESSION_TOKEN;
  return [{ accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) }];
}
