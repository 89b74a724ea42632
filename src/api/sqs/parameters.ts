import { missing } from '../../sqs/message-check.ts';
import { invalidParameter } from '../../sqs/queue-error.ts';

/**
 * A parameter that the request must have. The shapes do not mark these as required, because SQS
 * has a text of its own for their absence.
 *
 * @throws QueueError MissingParameter
 */
export function given<T>(value: T | undefined, parameter: string): T {
  if (value === undefined) throw missing(parameter);
  return value;
}

/**
 * Refuses a parameter that only FIFO queues have.
 *
 * @throws QueueError InvalidParameterValue when it is there
 */
export function refuseFifoParameter(value: string | undefined, parameter: string): void {
  if (value === undefined) return;
  throw invalidParameter(
    parameter,
    value,
    'The request include parameter that is not valid for this queue type.',
  );
}
