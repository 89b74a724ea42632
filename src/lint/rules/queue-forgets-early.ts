import { failureQueues } from '../destination.ts';
import { queueRetentionSeconds, spoken, streamRetentionSeconds } from '../durations.ts';
import type { Rule } from '../rule.ts';

const NAME = 'MessageRetentionPeriod';
/** SQS keeps no message longer than 14 days (SQS API reference). */
const MOST_SECONDS = 1_209_600;

export const queueForgetsEarly: Rule = {
  id: 'queue-forgets-early',
  severity: 'warning',
  title: 'Failure messages are gone long before the records that they name.',
  why:
    'The message is the only thing that says which records were given up. When the queue drops it, the ' +
    'records may still be in the stream, but nobody knows that they should be looked for.',
  incident:
    'The alarm went off on Friday evening and was read on Monday. The queue is empty, the stream still ' +
    'holds the records, and nothing says which of its millions were given up.',
  fix: `Set ${NAME} nearer to the retention of the stream; SQS allows 14 days.`,
  suppress: 'Something reads the queue all the time and keeps what it reads.',
  check: (template) =>
    [...failureQueues(template)].flatMap(([queue, consumers]) => {
      const queueSeconds = queueRetentionSeconds(template, queue);
      const retentions = consumers.map((consumer) => streamRetentionSeconds(template, consumer));
      const known = retentions.filter((seconds) => seconds !== undefined);
      if (!queueSeconds || known.length === 0) return [];
      const wanted = Math.min(MOST_SECONDS, ...known);
      // Half is where a delay is no longer a choice about the age at which records are given up.
      if (queueSeconds >= wanted / 2) return [];
      return {
        at: queue.properties.entries.get(NAME)?.at ?? queue.at,
        resource: queue.logicalId,
        message:
          `Messages are dropped after ${spoken(queueSeconds)}, while the stream keeps their records ` +
          `for ${spoken(Math.min(...known))}.`,
      };
    }),
};
