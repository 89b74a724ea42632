import { parseFilterPattern } from '../../observe/log-filter-pattern.ts';
import type { LogGroups } from '../../observe/log-groups.ts';
import { integer, list, map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';

/** Which messages a filter pattern matches; the values that it looks at are not extracted here. */
export const testMetricFilter = operation<LogGroups>()({
  name: 'TestMetricFilter',
  input: structure({
    filterPattern: required(string({ max: 1024 })),
    logEventMessages: required(list(string({ min: 1 }), { min: 1, max: 50 })),
  }),
  output: structure({
    matches: list(
      structure({
        eventNumber: integer(),
        eventMessage: string(),
        extractedValues: map(string()),
      }),
    ),
  }),
  handle(_logs, { filterPattern, logEventMessages }) {
    const isMatch = parseFilterPattern(filterPattern);
    const matches = logEventMessages.flatMap((eventMessage, index) =>
      isMatch(eventMessage) ? [{ eventNumber: index + 1, eventMessage, extractedValues: {} }] : [],
    );
    return { matches };
  },
});
