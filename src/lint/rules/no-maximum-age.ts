import { recordAgeSeconds, streamRetentionSeconds } from '../durations.ts';
import { placeOf } from '../linted-template.ts';
import type { Rule } from '../rule.ts';

const NAME = 'MaximumRecordAgeInSeconds';
/** What `--fix` sets: a quarter of the time that the stream keeps a record, in AWS's range. */
const FALLBACK_SECONDS = 21_600;
const MOST_SECONDS = 604_800;

export const noMaximumAge: Rule = {
  id: 'no-maximum-age',
  severity: 'warning',
  title: 'Records are processed however old they are.',
  why:
    'Without MaximumRecordAgeInSeconds (or with -1) a record counts until it expires from the stream. ' +
    'After an outage the consumer works through everything that has piled up, oldest first, and what ' +
    'expires meanwhile is lost without a message. With an age, old records are given up in time: their ' +
    'description goes to the failure destination while the stream still holds them.',
  incident:
    'The consumer was down over night. It comes back, is busy for hours with yesterday, and today waits; ' +
    'the oldest records vanish at the end of the retention, and nothing says which.',
  fix:
    'Set MaximumRecordAgeInSeconds well below the retention of the stream, so that time is left to fetch ' +
    'the records that were given up. --fix takes a quarter of the retention.',
  suppress:
    'Every record must be processed at any age, and an alarm on IteratorAge leaves time to act.',
  check: (template) =>
    template.consumers.flatMap((consumer) => {
      if (recordAgeSeconds(template, consumer) !== 'unlimited') return [];
      const retention = streamRetentionSeconds(template, consumer);
      const seconds = Math.min(retention ? retention / 4 : FALLBACK_SECONDS, MOST_SECONDS);
      return {
        at: placeOf(consumer, NAME),
        resource: consumer.logicalId,
        message: `${NAME} has no limit: what gets too old expires from the stream without a message.`,
        changes: [{ path: consumer.path, key: NAME, value: seconds }],
      };
    }),
};
