import { parseFilterCriteria } from '../event-source-mapping/filter/filter-criteria.ts';
import { FilterPatternError } from '../event-source-mapping/filter/filter-pattern-error.ts';
import type { FilterLanguage } from '../sns/subscription.ts';

type Filter = ReturnType<typeof parseFilterCriteria>;

/** How many policies are kept ready: a publish looks at those of all subscriptions of its topic. */
const MOST_READY = 1000;

/**
 * The pattern language of event source mappings for filter policies: a policy is a pattern for the
 * data of a record, and what it is to match is that data.
 */
export function filterPolicies(): FilterLanguage {
  const ready = new Map<string, Filter>();

  function filterOf(policy: string): Filter {
    const known = ready.get(policy);
    if (known) return known;
    const filter = parseFilterCriteria([`{"data":${policy}}`]);
    if (ready.size >= MOST_READY) ready.clear();
    ready.set(policy, filter);
    return filter;
  }

  return {
    refusal(policy) {
      if (!isObject(policy)) return 'failed to parse JSON.';
      try {
        filterOf(policy);
        return undefined;
      } catch (error) {
        if (!(error instanceof FilterPatternError)) throw error;
        return error.reason.replace(/^Filter 1: (data[.:] ?)?/, '');
      }
    },

    matches(policy, json) {
      const data = Buffer.from(json);
      return isObject(json) && filterOf(policy).matches({ ...NO_METADATA, data });
    },
  };
}

const NO_METADATA = { partitionKey: '', sequenceNumber: '', approximateArrivalTimestamp: 0 };

/** What is no JSON of its own must not become part of other JSON. */
function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
