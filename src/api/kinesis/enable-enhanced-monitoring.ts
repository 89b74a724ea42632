import { moreMetrics } from '../../kinesis/enhanced-monitoring.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { operation } from '../operation.ts';
import { changeMetrics, monitoringInput, monitoringOutput } from './shard-level-metrics.ts';
import { noteWithoutEffect } from './without-effect.ts';

/** Enables metrics of a stream's shards; that they are is shown, but none are made here. */
export const enableEnhancedMonitoring = operation<Streams>()({
  name: 'EnableEnhancedMonitoring',
  input: monitoringInput,
  output: monitoringOutput,
  async handle(streams, input, { scope }) {
    const answer = await changeMetrics(streams, input, { scope, change: moreMetrics });
    const what = `Stream ${answer.StreamName}: enhanced monitoring is shown as enabled`;
    noteWithoutEffect(streams, `${what}; no metrics of shards are made.`);
    return answer;
  },
});
