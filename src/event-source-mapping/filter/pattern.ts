import type { JsonScalar } from './json-text.ts';

/** Whether one value of a record satisfies one rule of a pattern. */
export type ScalarTest = (value: JsonScalar) => boolean;

/** The rules for a field, of which one must hold: the array at the end of a path in a pattern. */
export interface FieldRules {
  readonly type: 'rules';
  readonly tests: readonly ScalarTest[];
  /** `{"exists": false}` is among the rules. */
  readonly mayBeAbsent: boolean;
}

/** Fields that must all match and, when there is a `$or`, alternatives of which one must. */
export interface Fields {
  readonly type: 'fields';
  readonly fields: readonly (readonly [name: string, pattern: PatternNode])[];
  readonly or?: readonly Fields[];
}

/** A filter pattern, compiled. */
export type PatternNode = FieldRules | Fields;
