import { type Batch, lastSequenceNumber } from './batch.ts';
import {
  countThatFits,
  type EventIdentity,
  MAXIMUM_PAYLOAD_BYTES,
  payloadBytes,
  windowBytes,
} from './lambda-event.ts';
import type { Verdict } from './outcome.ts';
import { isFinalInvoke, type WindowInvocation } from './tumbling-window.ts';

/**
 * How many records of a batch, from the first on, fit into one event together with its window; at
 * least one. Undefined when all do. What was gathered was cut to fit, but the state of its window
 * may have grown since then.
 */
export function overflowOf(
  { records }: Batch,
  identity: EventIdentity,
  window: WindowInvocation | undefined,
): number | undefined {
  if (!window && records.length > 1) return undefined;
  const extraBytes = windowBytes(identity, window);
  if (records.length === 0) {
    return payloadBytes(0, extraBytes) > MAXIMUM_PAYLOAD_BYTES ? 1 : undefined;
  }
  const count = countThatFits(records, identity, extraBytes);
  return count === records.length ? undefined : Math.max(1, count);
}

/** What becomes of a batch that does not fit into an event and cannot be cut. */
export function payloadTooLarge(batch: Batch): Verdict {
  const what = isFinalInvoke(batch)
    ? 'The state of the tumbling window'
    : `Record ${lastSequenceNumber(batch)}`;
  return {
    type: 'failed',
    errorType: 'PayloadTooLarge',
    message:
      `${what} makes an event of more than ${MAXIMUM_PAYLOAD_BYTES} bytes, ` +
      'so it cannot be handed to the function.',
  };
}
