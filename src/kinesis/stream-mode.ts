import { rateExceeded, withinADay } from './changes-of-a-day.ts';
import { LIMITS } from './limits.ts';
import type { Stream, StreamDefinition, StreamMode } from './stream.ts';

/**
 * A stream whose capacity is managed the other way. Its shards stay as they are; the mode that it
 * has already is no error (both observed on AWS).
 *
 * @throws KinesisError LimitExceeded at the third change within 24 hours
 */
export function changedMode(stream: Stream, mode: StreamMode, nowMs: number): StreamDefinition {
  if (mode === stream.definition.mode) return stream.definition;
  const changesMs = withinADay(stream.definition.modeChangesMs, nowMs);
  if (changesMs.length >= LIMITS.modeChangesOfADay) {
    throw rateExceeded(
      stream,
      `Its mode can be changed ${LIMITS.modeChangesOfADay} times in 24 hours.`,
    );
  }
  return { ...stream.definition, mode, modeChangesMs: [...changesMs, nowMs] };
}
