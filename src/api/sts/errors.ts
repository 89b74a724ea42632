import { AwsError } from '../../aws/aws-error.ts';
import { SessionError, type SessionErrorCode } from '../../sts/session-error.ts';

/** As in the AWS STS API model. */
export const STATUS: Readonly<Record<SessionErrorCode, number>> = {
  ValidationError: 400,
  ExpiredToken: 403,
  InvalidIdentityToken: 400,
};

/** Maps what the sessions threw; undefined for what is none of their errors. */
export function toAwsError(error: unknown): AwsError | undefined {
  if (!(error instanceof SessionError)) return undefined;
  return new AwsError(error.code, error.message, { status: STATUS[error.code], cause: error });
}

/** Refuses what would limit a session: nothing here asks for permission. */
export function refuse(parameters: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined) continue;
    throw new AwsError('ValidationError', `${name} is not supported here.`);
  }
}
