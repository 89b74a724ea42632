import { createHash } from 'node:crypto';
import type { Scope } from '../../aws/scope.ts';
import { string, structure } from '../../wire/shape.ts';

export const ownerShape = structure({ ID: string() });

/** An account as S3 shows it: by an id of 64 digits, here made from its number. */
export function ownerOf({ account }: Pick<Scope, 'account'>): { ID: string } {
  return { ID: createHash('sha256').update(account).digest('hex') };
}
