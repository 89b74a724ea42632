import { fewerMetrics } from '../../kinesis/enhanced-monitoring.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { operation } from '../operation.ts';
import { changeMetrics, monitoringInput, monitoringOutput } from './shard-level-metrics.ts';

/** Disables metrics of a stream's shards. */
export const disableEnhancedMonitoring = operation<Streams>()({
  name: 'DisableEnhancedMonitoring',
  input: monitoringInput,
  output: monitoringOutput,
  handle: (streams, input, { scope }) =>
    changeMetrics(streams, input, { scope, change: fewerMetrics }),
});
