import { QueueError } from './queue-error.ts';

const STANDARD_NAME = /^[A-Za-z0-9_-]{1,80}$/;
/** The ending counts in the length of the name. */
const FIFO_NAME = /^[A-Za-z0-9_-]{1,75}\.fifo$/;

/**
 * Checks the name of a queue to be created. The texts were reported of AWS.
 *
 * @throws QueueError InvalidParameterValue
 */
export function checkQueueName(name: string, isFifo: boolean): void {
  if ((isFifo ? FIFO_NAME : STANDARD_NAME).test(name)) return;
  throw new QueueError(
    'InvalidParameterValue',
    isFifo
      ? 'The name of a FIFO queue can only include alphanumeric characters, hyphens, or ' +
          'underscores, must end with .fifo suffix and be 1 to 80 in length.'
      : 'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
  );
}
