import type { Report } from './effect.ts';

const INVALID_RESPONSE =
  'PROBLEM: Sequence number in function response is invalid. Please check function implementation.';

/** The result that a mapping shows after a report; undefined when the report changes nothing. */
export function processingResult(name: Report['name'], event: Report['event']): string | undefined {
  if (name === 'batch-succeeded' || name === 'batch-partly-succeeded') return 'OK';
  if (name === 'mapping-problem') return `PROBLEM: ${(event as { message: string }).message}`;
  if (name !== 'batch-failed') return undefined;
  const { type } = (event as { failure: { type: string } }).failure;
  return type === 'InvalidBatchItemFailures' ? INVALID_RESPONSE : 'PROBLEM: Function call failed';
}
