import type { Scope } from '../../aws/scope.ts';
import { SHARD_LEVEL_METRICS, type WantedMetric } from '../../aws/shard-level-metrics.ts';
import type { moreMetrics } from '../../kinesis/enhanced-monitoring.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { type Infer, list, required, string, structure } from '../../wire/shape.ts';
import { namedStream } from './named-stream.ts';
import { streamArn, streamMembers, streamName } from './shapes.ts';

const metric = string({ enum: [...SHARD_LEVEL_METRICS, 'ALL'] });

/** What enabling and disabling metrics of shards take and answer. */
export const monitoringInput = structure({
  ...streamMembers,
  ShardLevelMetrics: required(list(metric, { min: 1, max: 7 })),
});
export const monitoringOutput = structure({
  StreamName: streamName,
  CurrentShardLevelMetrics: list(metric),
  DesiredShardLevelMetrics: list(metric),
  StreamARN: streamArn,
});

/** Changes the metrics of a stream's shards, and answers those from before and those from now on. */
export async function changeMetrics(
  streams: Streams,
  input: Infer<typeof monitoringInput>,
  { scope, change }: { scope: Scope; change: typeof moreMetrics },
) {
  const name = namedStream(streams, input, scope);
  const metrics = input.ShardLevelMetrics as WantedMetric[];
  const before = await streams.changes.change(scope, name, ({ definition }) => ({
    ...definition,
    shardLevelMetrics: change(definition.shardLevelMetrics ?? [], metrics),
  }));
  const { streamArn: arn, shardLevelMetrics } = streams.describe(scope, name);
  return {
    StreamName: name,
    CurrentShardLevelMetrics: [...(before.definition.shardLevelMetrics ?? [])],
    DesiredShardLevelMetrics: [...shardLevelMetrics],
    StreamARN: arn,
  };
}
