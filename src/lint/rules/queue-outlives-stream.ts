import { failureQueues } from '../destination.ts';
import {
  queueRetentionSeconds,
  recordAgeSeconds,
  spoken,
  streamRetentionSeconds,
} from '../durations.ts';
import type { Rule } from '../rule.ts';

const NAME = 'MessageRetentionPeriod';
const SHORTEST_SECONDS = 3600;

export const queueOutlivesStream: Rule = {
  id: 'queue-outlives-stream',
  severity: 'warning',
  title: 'Failure messages are kept longer than the records that they name.',
  why:
    'A failure message in SQS holds no data, only a shard and a range of sequence numbers. When the stream ' +
    'has dropped the records, the message is a receipt for something that is gone. SQS keeps messages for ' +
    'four days unless told otherwise, Kinesis records for one.',
  incident:
    'On Monday there are forty messages from the weekend in the queue. Not one of their records can be ' +
    'fetched any more.',
  fix:
    `Set ${NAME} to the retention of the stream, less the age at which records are given up: then what ` +
    'is in the queue can still be fetched. Or keep records in the stream for longer.',
  suppress:
    'Messages are archived with their records as they arrive, or an old message is wanted as a proof of loss.',
  check: (template) =>
    [...failureQueues(template)].flatMap(([queue, consumers]) => {
      const queueSeconds = queueRetentionSeconds(template, queue);
      const limits = consumers.map((consumer) => {
        const retention = streamRetentionSeconds(template, consumer);
        const age = recordAgeSeconds(template, consumer);
        return retention && age !== 'unknown'
          ? { retention, limit: retention - (age === 'unlimited' ? 0 : Math.min(age, retention)) }
          : undefined;
      });
      const [shortest] = limits
        .filter((limit) => limit !== undefined)
        .sort((a, b) => a.limit - b.limit);
      if (!queueSeconds || !shortest || queueSeconds <= shortest.limit) return [];
      const { retention, limit } = shortest;
      const until =
        limit < retention ? `, and gives up for ${spoken(retention - limit)} of them` : '';
      const path = ['Resources', queue.logicalId, 'Properties'];
      return {
        at: queue.properties.entries.get(NAME)?.at ?? queue.at,
        resource: queue.logicalId,
        message:
          `Messages are kept for ${spoken(queueSeconds)}, but the stream keeps their records for ` +
          `${spoken(retention)}${until}: the last messages point at nothing.`,
        changes: limit >= SHORTEST_SECONDS ? [{ path, key: NAME, value: limit }] : [],
      };
    }),
};
