/** A law that was broken. */
export interface Violation {
  readonly law: string;
  readonly expected: string;
  readonly found: string;
}

/** Ends a campaign: what comes after a broken law says nothing. */
export class LawBroken extends Error {
  readonly violations: readonly Violation[];

  constructor(violations: readonly Violation[]) {
    super(violations[0]?.law);
    this.violations = violations;
  }
}

/** @throws LawBroken when there is any */
export function expectNone(violations: readonly Violation[]): void {
  if (violations.length > 0) throw new LawBroken(violations);
}

/** Negative when `one` stands before `other`. Both are decimal numbers without leading zeros. */
export function compareSequenceNumbers(one: string, other: string): number {
  if (one.length !== other.length) return one.length - other.length;
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
