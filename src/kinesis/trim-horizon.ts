import type { StreamDefinition } from './stream.ts';

const HOUR_MS = 3_600_000;

/**
 * The time before which a stream has lost its records. A longer retention period does not bring
 * back what an earlier, shorter one has lost (Kinesis API reference, IncreaseStreamRetentionPeriod).
 */
export function trimHorizonMs(definition: StreamDefinition, nowMs: number): number {
  const { retentionHours, trimmedBeforeMs = 0 } = definition;
  return Math.max(nowMs - retentionHours * HOUR_MS, trimmedBeforeMs);
}
