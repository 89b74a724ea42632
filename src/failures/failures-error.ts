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
