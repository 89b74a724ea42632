import { handlerCode } from '../handler-code.ts';
import { returnsItemFailures } from '../item-failures-in-code.ts';
import { placeOf } from '../linted-template.ts';
import { reportsItemFailures } from '../response-types.ts';
import type { Rule } from '../rule.ts';

const NAME = 'FunctionResponseTypes';

export const itemFailuresNotEnabled: Rule = {
  id: 'item-failures-not-enabled',
  severity: 'error',
  title: 'The function reports failed items, and nobody listens.',
  why:
    'Lambda reads batchItemFailures only when the mapping has FunctionResponseTypes with ' +
    'ReportBatchItemFailures. Without it, a function that returns is a function that has succeeded: the ' +
    'records that it reports as failed are checked off with the rest.',
  incident:
    'The log says "could not store record", the metrics show no error, the failure queue stays empty, and ' +
    'the records are gone.',
  fix: `Set ${NAME} to [ReportBatchItemFailures].`,
  suppress: 'The code that mentions batchItemFailures serves another source, or is not reached.',
  check: (template) =>
    template.consumers.flatMap((consumer) => {
      const { lambda, path, logicalId } = consumer;
      if (!lambda || reportsItemFailures(template, consumer) !== false) return [];
      const code = handlerCode(template, lambda).find(({ text }) => returnsItemFailures(text));
      if (!code) return [];
      return {
        at: placeOf(consumer, NAME),
        resource: logicalId,
        message:
          `${code.path} returns batchItemFailures, but the mapping does not read them: the records ` +
          'that it reports count as done.',
        changes: [{ path, key: NAME, value: ['ReportBatchItemFailures'] }],
      };
    }),
};
