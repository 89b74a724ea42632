import { FilterPatternError } from './filter-pattern-error.ts';

/** The names of the fields that lead to a place in a pattern; none for the pattern itself. */
export type Path = readonly string[];

/** The error for what is wrong at a place in a pattern. */
export function refuse(path: Path, what: string): FilterPatternError {
  return new FilterPatternError(path.length === 0 ? `${what}.` : `${path.join('.')}: ${what}.`);
}
