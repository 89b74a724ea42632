import { rateExceeded, withinADay } from './changes-of-a-day.ts';
import { LIMITS } from './limits.ts';
import { checkOnDemandLimit } from './on-demand-limit.ts';
import type { Stream, StreamDefinition, StreamMode } from './stream.ts';
import { checkWarmThroughput } from './warm-throughput.ts';

/** The mode that a stream is to have. */
export interface ModeChange {
  readonly streamName: string;
  readonly mode: StreamMode;
  readonly warmThroughputMiBps?: number | undefined;
}

interface ModeContext {
  readonly nowMs: number;
  /** What streams the scope has. */
  readonly streams: readonly Stream[];
  readonly isCommitted: boolean;
}

/**
 * A stream whose capacity is managed the other way. Its shards stay as they are; the mode that it
 * has already is no error (both observed on AWS).
 *
 * @throws KinesisError InvalidArgument, NotForThisMode; LimitExceeded at the third change within 24
 *   hours, and for too many on-demand streams
 */
export function changedMode(
  stream: Stream,
  { streamName, mode, warmThroughputMiBps: warm }: ModeChange,
  { nowMs, streams, isCommitted }: ModeContext,
): StreamDefinition {
  checkWarmThroughput(warm, { streamName, mode, isCommitted });
  if (mode === stream.definition.mode) {
    return warm === undefined
      ? stream.definition
      : { ...stream.definition, warmThroughputMiBps: warm };
  }
  const changesMs = withinADay(stream.definition.modeChangesMs, nowMs);
  if (changesMs.length >= LIMITS.modeChangesOfADay) {
    throw rateExceeded(
      stream,
      `Its mode can be changed ${LIMITS.modeChangesOfADay} times in 24 hours.`,
    );
  }
  if (mode === 'ON_DEMAND') checkOnDemandLimit(streams, stream.scope);
  const modeChangesMs = [...changesMs, nowMs];
  return { ...stream.definition, mode, warmThroughputMiBps: warm, modeChangesMs };
}
