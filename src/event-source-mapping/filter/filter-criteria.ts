import { compilePattern } from './compile-pattern.ts';
import { FilterPatternError } from './filter-pattern-error.ts';
import { matchesPattern } from './match-pattern.ts';
import { type FilterableRecord, RecordDocument } from './record-document.ts';

/** Decides which records the function is given. */
export interface RecordFilter {
  /** Never throws: data that is not JSON does not match a pattern for data, and that is all. */
  matches(record: FilterableRecord): boolean;
}

/**
 * Compiles the patterns of a mapping's filter criteria. A record passes when one of them matches
 * it; without patterns every record does. Throws `FilterPatternError` for a pattern that Lambda
 * refuses. Counts neither the patterns nor their characters: see `FILTER_LIMITS`.
 *
 * Source: AWS Lambda developer guide, "Control which events Lambda sends to your function" and
 * "Using event filtering with a Kinesis event source".
 */
export function parseFilterCriteria(patterns: readonly string[]): RecordFilter {
  if (patterns.length === 0) return { matches: () => true };
  const compiled = patterns.map(compileNumbered);
  return {
    matches(record) {
      const document = new RecordDocument(record);
      return compiled.some((pattern) => matchesPattern(pattern, document));
    },
  };
}

function compileNumbered(pattern: string, index: number) {
  try {
    return compilePattern(pattern);
  } catch (cause) {
    if (!(cause instanceof FilterPatternError)) throw cause;
    throw new FilterPatternError(`Filter ${index + 1}: ${cause.reason}`, { cause });
  }
}
