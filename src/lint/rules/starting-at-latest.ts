import { placeOf } from '../linted-template.ts';
import type { Rule } from '../rule.ts';

export const startingAtLatest: Rule = {
  id: 'starting-at-latest',
  severity: 'warning',
  title: 'Records that arrive while the mapping is made are never processed.',
  why:
    'With StartingPosition LATEST a mapping begins wherever the stream is when its poller is ready, which ' +
    'may be minutes after the deploy. What arrives before is skipped; the Lambda developer guide warns of ' +
    'it. It happens again whenever the mapping is replaced.',
  incident: 'A count is short by the records of the minutes around a deploy. No error, no message.',
  fix:
    'Use TRIM_HORIZON, or AT_TIMESTAMP with the moment of the deploy. A deployed mapping is replaced by ' +
    'that change and begins again, so --fix leaves it to you.',
  suppress: 'Only what happens from now on matters, as for a live display.',
  check: (template) =>
    template.consumers.flatMap((consumer) => {
      if (template.text(consumer.settings, 'StartingPosition') !== 'LATEST') return [];
      return {
        at: placeOf(consumer, 'StartingPosition'),
        resource: consumer.logicalId,
        message: 'LATEST skips what arrives while the mapping is made or replaced.',
      };
    }),
};
