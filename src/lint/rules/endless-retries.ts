import { recordAgeSeconds, retryAttempts, streamRetentionSeconds } from '../durations.ts';
import { placeOf } from '../linted-template.ts';
import type { Rule } from '../rule.ts';

const NAME = 'MaximumRetryAttempts';
/** What `--fix` sets: six tries in all, enough for what passes by itself within a minute. */
const ATTEMPTS = 5;

export const endlessRetries: Rule = {
  id: 'endless-retries',
  severity: 'error',
  title: 'A failing batch is tried again without end.',
  why:
    'Without MaximumRetryAttempts (or with -1) Lambda tries a failing batch again until its records ' +
    'expire from the stream. Until then no later record of the shard is processed. One record that the ' +
    'function cannot digest stops its shard for a day, or for as long as the stream keeps records.',
  incident:
    'IteratorAge of one shard rises by a second every second, Errors stay high, and the log shows the ' +
    'same sequence numbers again and again. When the bad record expires, the good ones that waited ' +
    'behind it may expire with it.',
  fix: 'Set MaximumRetryAttempts to a small number, and a failure destination with it.',
  suppress:
    'Order matters more than anything, and somebody is called at once when the shard stops. Even then ' +
    'set MaximumRecordAgeInSeconds.',
  check: (template) =>
    template.consumers.flatMap((consumer) => {
      if (retryAttempts(template, consumer) !== 'unlimited') return [];
      const age = recordAgeSeconds(template, consumer);
      if (age === 'unknown') return [];
      const hours = (streamRetentionSeconds(template, consumer) ?? 0) / 3600;
      const expiry =
        hours > 0 ? `for the ${hours} hours that the stream keeps it` : 'until it expires';
      return {
        at: placeOf(consumer, NAME),
        resource: consumer.logicalId,
        severity: age === 'unlimited' ? 'error' : 'warning',
        message:
          age === 'unlimited'
            ? `One bad record stops its shard ${expiry}: ${NAME} has no limit.`
            : `One bad record stops its shard for ${age} seconds: only its age ends the retries.`,
        changes: [{ path: consumer.path, key: NAME, value: ATTEMPTS }],
      };
    }),
};
