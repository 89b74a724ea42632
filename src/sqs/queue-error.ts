/** Why SQS refuses something. The names are those of the Amazon SQS API reference. */
export type QueueErrorCode =
  | 'BatchRequestTooLong'
  | 'InvalidAttributeName'
  | 'InvalidAttributeValue'
  | 'InvalidMessageContents'
  | 'InvalidParameterValue'
  | 'MissingParameter'
  | 'OverLimit'
  | 'PurgeQueueInProgress'
  | 'QueueDeletedRecently'
  | 'QueueDoesNotExist'
  | 'QueueNameExists'
  | 'ReceiptHandleIsInvalid'
  | 'ResourceNotFoundException'
  | 'UnsupportedOperation';

/** What every function of this folder throws when the caller asked for something impossible. */
export class QueueError extends Error {
  readonly code: QueueErrorCode;

  constructor(code: QueueErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'QueueError';
    this.code = code;
  }
}

/** The text that SQS has for a parameter whose value it does not take. */
export function invalidParameter(name: string, value: string | number, reason: string): QueueError {
  return new QueueError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${name} is invalid. Reason: ${reason}`,
  );
}
