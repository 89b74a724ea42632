/** What can go wrong in a way that whoever typed the command can put right. */
export type FailuresErrorCode =
  | 'AccessDenied'
  | 'NoCredentials'
  | 'NotFound'
  | 'NotSupported'
  | 'Throttled'
  | 'Unreachable'
  | 'Invalid'
  | 'Unwritable';

/** An expected error of `sluicebox failures`; its message says what to do. */
export class FailuresError extends Error {
  override readonly name = 'FailuresError';
  readonly code: FailuresErrorCode;

  constructor(code: FailuresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Whether it is about what one message says, so that others may fare better. */
export function isOfOneMessage(error: unknown): error is FailuresError {
  return error instanceof FailuresError && error.code === 'Invalid';
}
