/** Everything that can go wrong with a function before its handler runs, or while it is set up. */
export type LambdaErrorCode =
  | 'ResourceNotFoundException'
  | 'ResourceConflictException'
  | 'PreconditionFailedException'
  | 'InvalidParameterValueException'
  | 'InvalidRequestContentException'
  | 'InvalidRuntimeException'
  | 'RequestTooLargeException'
  | 'TooManyRequestsException'
  /** The handler does not load; `errorType` says why. Only `Functions.check` reports it so. */
  | 'InitializationFailed'
  /** This machine could not start a sandbox; the function was not invoked. */
  | 'ServiceException'
  /** The caller gave up on the invocation, or the functions were closed. */
  | 'InvocationAborted';

/** Which limit a `TooManyRequestsException` ran into. */
export type ThrottleReason =
  | 'ReservedFunctionConcurrentInvocationLimitExceeded'
  | 'ConcurrentInvocationLimitExceeded';

export interface LambdaErrorOptions {
  readonly reason?: ThrottleReason;
  /** The runtime's name for a failed initialization: `Runtime.ImportModuleError`. */
  readonly errorType?: string;
  readonly cause?: unknown;
}

/** An invocation that did not take place, or a function that cannot be set up. */
export class LambdaError extends Error {
  readonly code: LambdaErrorCode;
  readonly reason: ThrottleReason | undefined;
  readonly errorType: string | undefined;

  constructor(code: LambdaErrorCode, message: string, options: LambdaErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = code;
    this.code = code;
    this.reason = options.reason;
    this.errorType = options.errorType;
  }
}

/** The error for an invocation that nobody waits for any more. */
export function aborted(): LambdaError {
  return new LambdaError('InvocationAborted', 'The invocation was aborted.');
}
