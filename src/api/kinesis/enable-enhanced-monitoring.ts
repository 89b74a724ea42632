import { moreMetrics } from '../../kinesis/enhanced-monitoring.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { operation } from '../operation.ts';
import { changeMetrics, monitoringInput, monitoringOutput } from './shard-level-metrics.ts';

/** Has metrics made for each shard of a stream. */
export const enableEnhancedMonitoring = operation<Streams>()({
  name: 'EnableEnhancedMonitoring',
  input: monitoringInput,
  output: monitoringOutput,
  handle: (streams, input, { scope }) =>
    changeMetrics(streams, input, { scope, change: moreMetrics }),
});
