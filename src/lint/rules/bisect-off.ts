import { child } from '../../template/tree.ts';
import { placeOf } from '../linted-template.ts';
import { reportsItemFailures } from '../response-types.ts';
import type { Rule } from '../rule.ts';

const NAME = 'BisectBatchOnFunctionError';
/** Batches of a stream when nothing is said (Lambda API reference). */
const DEFAULT_BATCH_SIZE = 100;

export const bisectOff: Rule = {
  id: 'bisect-off',
  severity: 'warning',
  title: 'One bad record takes its whole batch with it.',
  why:
    'Without BisectBatchOnFunctionError a failing batch is retried as it is, and given up as it is: the ' +
    'good records in it are processed again and again, and then lost with the bad one. With it, Lambda ' +
    'halves the batch until the bad record stands alone. Splitting does not count as an attempt.',
  incident:
    'A message in the failure queue says 100 records. One of them is bad; which one, and which of the ' +
    'others had an effect already, somebody has to find out by hand.',
  fix: `Set ${NAME} to true. The function must bear to see a record twice, as with any retry.`,
  suppress:
    'The function reports the failed item itself (ReportBatchItemFailures), and neither crashes nor ' +
    'times out; or a batch is one unit of work that has to fail as a whole.',
  check: (template) =>
    template.consumers.flatMap((consumer) => {
      const { settings, logicalId: resource, path } = consumer;
      const bisect = template.flag(settings, NAME);
      const size = template.number(settings, 'BatchSize');
      const batchSize = size === 'absent' ? DEFAULT_BATCH_SIZE : size;
      if (bisect === true || bisect === 'unknown' || batchSize === 'unknown') return [];
      // What reports its items is split by their numbers; only its crashes take a whole batch.
      if (batchSize <= 1 || reportsItemFailures(template, consumer) !== false) return [];
      // A tumbling window's function keeps a state over whole batches.
      if (child(settings, 'TumblingWindowInSeconds')) return [];
      return {
        at: placeOf(consumer, NAME),
        resource,
        message: `One bad record takes up to ${batchSize - 1} good ones with it: ${NAME} is off.`,
        changes: [{ path, key: NAME, value: true }],
      };
    }),
};
