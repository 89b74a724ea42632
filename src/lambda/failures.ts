import { type FunctionFailure, platformFailure } from './invocation.ts';
import { timedOutText } from './platform-lines.ts';
import { describeExit, type ProcessExit } from './process-exit.ts';
import { RESPONSE_BYTES } from './runtime-api.ts';

/** What V8 writes before it gives up; Lambda reports such an exit as out of memory. */
export const HEAP_EXHAUSTED = 'JavaScript heap out of memory';

/** Source: observed on AWS, November 2025. */
export const timeoutFailure = (requestId: string, timeoutSeconds: number): FunctionFailure =>
  platformFailure(
    'Sandbox.Timedout',
    `RequestId: ${requestId} Error: ${timedOutText(timeoutSeconds)}`,
  );

/** A start that was not over when its time was; there is no invocation of which to tell. */
export const notReadyFailure = (limitMs: number): FunctionFailure =>
  platformFailure(
    'Sandbox.Timedout',
    `It was not ready after ${(limitMs / 1000).toFixed(2)} seconds`,
  );

/** Source: observed on AWS; the order of the members is AWS's. */
export function tooLargeFailure(): FunctionFailure {
  const errorType = 'Function.ResponseSizeTooLarge';
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${RESPONSE_BYTES} bytes).`;
  return { errorType, document: Buffer.from(JSON.stringify({ errorMessage, errorType })) };
}

/**
 * A runtime that ended where it should have gone on. Source: observed on AWS; the text for a heap
 * that is full is not recorded, so it says how the process ended. Without an invocation there is no
 * request id to begin with.
 */
export function failureOfExit(
  exit: ProcessExit,
  { requestId, sawHeapExhausted }: { requestId: string | undefined; sawHeapExhausted: boolean },
): FunctionFailure {
  const errorType = sawHeapExhausted ? 'Runtime.OutOfMemory' : 'Runtime.ExitError';
  const sentence = describeExit(exit);
  if (requestId === undefined) return platformFailure(errorType, sentence);
  return platformFailure(errorType, `RequestId: ${requestId} Error: ${sentence}`);
}
