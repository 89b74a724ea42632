import type { Position } from '../template/problem.ts';
import type { LintedTemplate } from './linted-template.ts';

/** How bad it is: errors lose records or stop a shard, warnings will cost somebody a night. */
type Severity = 'error' | 'warning';

/** One property that `--fix` sets: `key: value` in the map that stands at `path`. */
export interface Change {
  /** The keys from the root of the document to the map: `['Resources', 'Orders', 'Properties']`. */
  readonly path: readonly string[];
  readonly key: string;
  readonly value: string | number | boolean | readonly string[];
}

/** What a rule found at one place of a template. */
export interface Found {
  readonly at: Position;
  /** The logical id of the resource that it is about. */
  readonly resource: string;
  readonly message: string;
  /** Where it is not as bad, or worse, than the rule usually is. */
  readonly severity?: Severity;
  /** The changes that mend it; none when a person has to decide. */
  readonly changes?: readonly Change[];
}

/** A rule: what it looks for, and all that its page says. */
export interface Rule {
  readonly id: string;
  readonly severity: Severity;
  /** What is wrong, as a sentence. */
  readonly title: string;
  readonly why: string;
  /** How it looks to whoever is on call. */
  readonly incident: string;
  readonly fix: string;
  /** When it is right to suppress it. */
  readonly suppress: string;
  check(template: LintedTemplate): readonly Found[];
}

/** A finding as it is reported. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly at: Position;
  readonly resource: string;
  readonly message: string;
  readonly changes: readonly Change[];
}
