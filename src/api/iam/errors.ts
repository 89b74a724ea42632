import { AwsError } from '../../aws/aws-error.ts';
import { IamError, type IamErrorCode } from '../../iam/iam-error.ts';

/** As in the AWS IAM API model. */
export const STATUS: Readonly<Record<IamErrorCode, number>> = {
  NoSuchEntity: 404,
  EntityAlreadyExists: 409,
  MalformedPolicyDocument: 400,
  DeleteConflict: 409,
  InvalidInput: 400,
  LimitExceeded: 409,
  ValidationError: 400,
};

/** Maps what IAM's domain threw; undefined for what is none of its errors. */
export function toAwsError(error: unknown): AwsError | undefined {
  if (!(error instanceof IamError)) return undefined;
  return new AwsError(error.code, error.message, { status: STATUS[error.code], cause: error });
}
