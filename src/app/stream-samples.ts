import type { StreamMeters, StreamReading } from '../kinesis/stream-meters.ts';
import type { Sample } from '../observe/metric-buckets.ts';
import type { Dimension } from '../observe/metric-series.ts';
import type { MinuteSamples } from '../observe/minute-sampler.ts';

/** What the meters of streams show, as Kinesis tells it CloudWatch minute by minute. */
export const streamSamples =
  (meters: Pick<StreamMeters, 'take'>): MinuteSamples =>
  (endMs) =>
    meters.take().map((reading) => sampleOf(reading, endMs));

function sampleOf({ scope, metricName, set, ...measured }: StreamReading, endMs: number): Sample {
  const { streamName, shardId, consumerName } = measured;
  const dimensions: Dimension[] = [{ name: 'StreamName', value: streamName }];
  if (shardId !== undefined) dimensions.push({ name: 'ShardId', value: shardId });
  if (consumerName !== undefined) dimensions.push({ name: 'ConsumerName', value: consumerName });
  const metric = { namespace: 'AWS/Kinesis', name: metricName, dimensions };
  // Of the minute that is over.
  return { scope, metric, unit: unitOf(metricName), atMs: endMs - 1, set };
}

/** By what the names end with. Source: Kinesis developer guide, "Monitoring with CloudWatch". */
const UNITS = { Bytes: 'Bytes', Latency: 'Milliseconds', Milliseconds: 'Milliseconds' };

function unitOf(metricName: string): string {
  if (metricName === 'SubscribeToShardEvent.MillisBehindLatest') return 'Milliseconds';
  const [, unit = 'Count'] =
    Object.entries(UNITS).find(([ending]) => metricName.endsWith(ending)) ?? [];
  return unit;
}
