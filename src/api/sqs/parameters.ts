import { missing } from '../../sqs/message-check.ts';

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
