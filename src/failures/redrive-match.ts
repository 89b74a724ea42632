import { parseFilterCriteria } from '../event-source-mapping/filter/filter-criteria.ts';
import { FilterPatternError } from '../event-source-mapping/filter/filter-pattern-error.ts';
import { expandAggregate } from '../event-source-mapping/kpl-aggregate.ts';
import type { HydratedRecord } from './failure.ts';
import { FailuresError } from './failures-error.ts';

/**
 * Which records a pattern is for, in the language of a mapping's filter criteria. An aggregate is
 * sent as a whole: it matches when one of its records does.
 *
 * @throws FailuresError `Invalid` for a pattern that Lambda would refuse
 */
export function recordMatcher(pattern: string): (record: HydratedRecord) => boolean {
  try {
    const filter = parseFilterCriteria([pattern]);
    return (record) => {
      const inner = expandAggregate(record);
      if (!inner) return filter.matches(record);
      return inner.some((one) => filter.matches({ ...record, ...one }));
    };
  } catch (error) {
    if (!(error instanceof FilterPatternError)) throw error;
    const message = `--match takes a filter pattern. ${error.reason}`;
    throw new FailuresError('Invalid', message, { cause: error });
  }
}
