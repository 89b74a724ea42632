import { recordAgeSeconds, spoken, timeoutSeconds } from '../durations.ts';
import { placeOf } from '../linted-template.ts';
import type { Rule } from '../rule.ts';

/** Fewer tries than this within the record age, and one slow call decides over a batch. */
const LEAST_CALLS = 3;

export const timeoutNearRecordAge: Rule = {
  id: 'timeout-near-record-age',
  severity: 'warning',
  title: 'One call that hangs uses up the age that records may reach.',
  why:
    'A call that times out has taken the whole timeout of the function, and the records behind it have ' +
    'aged by as much. When MaximumRecordAgeInSeconds is not several times the timeout, a single call that ' +
    'hangs makes Lambda give up records that were never tried.',
  incident:
    'A database stalls for a few minutes. The failure queue fills with RecordAgeExceeded, for records that ' +
    'the function has never seen.',
  fix: 'Shorten the Timeout of the function, or raise MaximumRecordAgeInSeconds to several times of it.',
  suppress: 'Records that old are worthless, and giving them up unseen is what you want.',
  check: (template) =>
    template.consumers.flatMap((consumer) => {
      const age = recordAgeSeconds(template, consumer);
      const timeout = timeoutSeconds(template, consumer);
      if (typeof age !== 'number' || timeout === undefined) return [];
      if (timeout * LEAST_CALLS <= age) return [];
      return {
        at: placeOf(consumer, 'MaximumRecordAgeInSeconds'),
        resource: consumer.logicalId,
        severity: timeout >= age ? 'error' : 'warning',
        message:
          `A call may take ${spoken(timeout)}, and records are given up at an age of ` +
          `${spoken(age)}: one call that hangs costs records that were never tried.`,
      };
    }),
};
