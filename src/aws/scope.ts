/**
 * The account and region in which something lives. Two scopes are separate worlds: nothing in one
 * can be named or seen from the other.
 */
export interface Scope {
  /** Twelve digits. */
  readonly account: string;
  /** For example `us-east-1`. */
  readonly region: string;
}

/** The scope of whoever names none. */
export const DEFAULT_SCOPE: Scope = { account: '000000000000', region: 'us-east-1' };

/** Whether two things live in the same world. */
export function isSameScope(one: Scope, other: Scope): boolean {
  return one.account === other.account && one.region === other.region;
}
