import type { Sample } from '../observe/metric-buckets.ts';
import { type StatisticSet, setOf } from '../observe/metric-statistics.ts';
import type { MinuteSamples } from '../observe/minute-sampler.ts';
import type { QueueReading } from '../sqs/queue-reading.ts';
import type { Queues } from '../sqs/queues.ts';

/**
 * A queue has metrics for six hours after it was used last, and while there is a message in it.
 * Source: Amazon SQS developer guide, "Available CloudWatch metrics".
 */
const ACTIVE_MS = 6 * 3_600_000;

/** What the meters of queues show, as SQS tells it CloudWatch minute by minute. */
export function queueSamples(queues: Pick<Queues, 'readMeters'>): MinuteSamples {
  let usedMs = new Map<string, number>();
  return (endMs) => {
    const before = usedMs;
    usedMs = new Map();
    return queues.readMeters().flatMap((reading) => {
      const id = JSON.stringify([reading.scope, reading.name]);
      const lastMs = isInUse(reading) ? endMs : before.get(id);
      if (lastMs === undefined || endMs - lastMs > ACTIVE_MS) return [];
      usedMs.set(id, lastMs);
      return samplesOf(reading, endMs);
    });
  };
}

const isInUse = ({ usage, oldestSentAtMs }: QueueReading) =>
  usage !== undefined || oldestSentAtMs !== undefined;

function samplesOf({ scope, name, messages, usage, ...reading }: QueueReading, endMs: number) {
  const { oldestSentAtMs = endMs } = reading;
  const dimensions = [{ name: 'QueueName', value: name }];
  // Of the minute that is over.
  const at = { scope, atMs: endMs - 1 };
  const sample = (metricName: string, set: StatisticSet, unit = 'Count'): Sample => ({
    ...{ ...at, unit, set },
    metric: { namespace: 'AWS/SQS', name: metricName, dimensions },
  });
  const ageSeconds = Math.max(0, Math.floor((endMs - oldestSentAtMs) / 1000));
  return [
    sample('ApproximateNumberOfMessagesVisible', setOf(messages.visible)),
    sample('ApproximateNumberOfMessagesNotVisible', setOf(messages.inFlight)),
    sample('ApproximateNumberOfMessagesDelayed', setOf(messages.delayed)),
    sample('ApproximateAgeOfOldestMessage', setOf(ageSeconds), 'Seconds'),
    sample('NumberOfMessagesSent', setOf(usage?.sent?.sampleCount ?? 0)),
    sample('NumberOfMessagesReceived', setOf(usage?.received ?? 0)),
    sample('NumberOfEmptyReceives', setOf(usage?.emptyReceives ?? 0)),
    sample('NumberOfMessagesDeleted', setOf(usage?.deleted ?? 0)),
    ...(usage?.sent ? [sample('SentMessageSize', usage.sent, 'Bytes')] : []),
  ];
}
