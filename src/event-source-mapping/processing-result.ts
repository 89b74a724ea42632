import type { EventMap } from '../observe/events.ts';
import type { Report } from './effect.ts';

const INVALID_RESPONSE =
  'PROBLEM: Sequence number in function response is invalid. Please check function implementation.';

type BatchFailed = EventMap['batch-failed'];

/** The result that a mapping shows after a report; undefined when the report changes nothing. */
export function processingResult(name: Report['name'], event: Report['event']): string | undefined {
  if (name === 'batch-succeeded' || name === 'batch-partly-succeeded') return 'OK';
  if (name === 'mapping-problem') return `PROBLEM: ${(event as { message: string }).message}`;
  if (name !== 'batch-failed') return undefined;
  const { failure, functionArn, requestId } = event as BatchFailed;
  const { type, message } = failure;
  if (type === 'ResourceNotFoundException' && message === `Function not found: ${functionArn}`) {
    // Observed on AWS in 2016, the text of Lambda's own client.
    return `PROBLEM: ${message} (Service: AWSLambda; Status Code: 404; Error Code: ${type}; Request ID: ${requestId})`;
  }
  return type === 'InvalidBatchItemFailures' ? INVALID_RESPONSE : 'PROBLEM: Function call failed';
}
