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

/** Source: observed on AWS; the order of the members is AWS's. */
export function tooLargeFailure(): FunctionFailure {
  const errorType = 'Function.ResponseSizeTooLarge';
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${RESPONSE_BYTES} bytes).`;
  return { errorType, document: Buffer.from(JSON.stringify({ errorMessage, errorType })) };
}

/**
 * A runtime that ended where it should have gone on. Source: observed on AWS; the text for a heap
 * that is full is not recorded, so it says how the process ended.
 */
export function failureOfExit(
  exit: ProcessExit,
  { requestId, sawHeapExhausted }: { requestId: string; sawHeapExhausted: boolean },
): FunctionFailure {
  const errorType = sawHeapExhausted ? 'Runtime.OutOfMemory' : 'Runtime.ExitError';
  return platformFailure(errorType, `RequestId: ${requestId} Error: ${describeExit(exit)}`);
}
