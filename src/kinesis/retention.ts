import { KinesisError } from './kinesis-error.ts';
import { LIMITS } from './limits.ts';
import type { StreamDefinition } from './stream.ts';
import { trimHorizonMs } from './trim-horizon.ts';

/** A new retention period, and which way the caller means to change it. */
export interface RetentionChange {
  readonly streamName: string;
  /** 24 to 8760. */
  readonly retentionHours: number;
  readonly direction: 'increase' | 'decrease';
}

/**
 * A stream with another retention period; the one that it has already is no error (observed on
 * AWS).
 *
 * @throws KinesisError InvalidArgument
 */
export function changedRetention(
  definition: StreamDefinition,
  { retentionHours, direction }: RetentionChange,
  nowMs: number,
): StreamDefinition {
  checkRetention(retentionHours);
  const wanted = direction === 'increase' ? 'shorter' : 'longer';
  const other = direction === 'increase' ? 'Decrease' : 'Increase';
  const change = retentionHours - definition.retentionHours;
  if (direction === 'increase' ? change < 0 : change > 0) {
    throw new KinesisError(
      'InvalidArgument',
      `Requested retention period (${retentionHours} hours) for stream ${definition.streamName} ` +
        `can not be ${wanted} than existing retention period ` +
        `(${definition.retentionHours} hours). Use ${other}RetentionPeriod API.`,
    );
  }
  return { ...definition, retentionHours, trimmedBeforeMs: trimHorizonMs(definition, nowMs) };
}

/** @throws KinesisError InvalidArgument when no stream can have that retention period */
export function checkRetention(hours: number): void {
  const { least, greatest } = LIMITS.retentionHours;
  const requested = `Requested retention period (${hours} hours)`;
  const problem =
    hours < least
      ? `Minimum allowed retention period is ${least} hours. ${requested} is too short.`
      : hours > greatest
        ? `Maximum allowed retention period is ${greatest} hours. ${requested} is too long.`
        : undefined;
  if (problem) throw new KinesisError('InvalidArgument', problem);
}
