import { AwsError } from '../../aws/aws-error.ts';
import { LambdaError, type LambdaErrorCode } from '../../lambda/lambda-error.ts';

/**
 * Every error of the domain with its name and status at AWS. The name for a request that is too
 * large is the one observed, not the one in the service's model (`RequestTooLargeException`).
 */
export const NAMES: Readonly<Record<LambdaErrorCode, readonly [name: string, status: number]>> = {
  ResourceNotFoundException: ['ResourceNotFoundException', 404],
  ResourceConflictException: ['ResourceConflictException', 409],
  PreconditionFailedException: ['PreconditionFailedException', 412],
  InvalidParameterValueException: ['InvalidParameterValueException', 400],
  InvalidRequestContentException: ['InvalidRequestContentException', 400],
  InvalidRuntimeException: ['InvalidRuntimeException', 502],
  RequestTooLargeException: ['RequestEntityTooLargeException', 413],
  TooManyRequestsException: ['TooManyRequestsException', 429],
  ServiceException: ['ServiceException', 500],
  InitializationFailed: ['ServiceException', 500],
  InvocationAborted: ['ServiceException', 500],
};

/** Maps what the functions threw to AWS's form; undefined for what they did not throw. */
export function functionErrorToAws(error: unknown): AwsError | undefined {
  if (error instanceof AwsError) return error;
  if (!(error instanceof LambdaError)) return undefined;
  const [name, status] = NAMES[error.code];
  const type = status < 500 ? 'User' : 'Service';
  const members = { Type: type, ...(error.reason && { Reason: error.reason }) };
  return new AwsError(name, error.message, { status, members, cause: error });
}
