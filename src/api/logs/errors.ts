import { AwsError } from '../../aws/aws-error.ts';
import { LogError } from '../../observe/log-error.ts';

/** Maps what the log groups threw to AWS's form; undefined for what they did not throw. */
export function toAwsError(error: unknown): AwsError | undefined {
  if (error instanceof AwsError) return error;
  if (!(error instanceof LogError)) return undefined;
  // The domain's names are AWS's own, and all of them come with status 400.
  return new AwsError(error.code, error.message, { cause: error });
}
