import { AwsError } from '../../aws/aws-error.ts';
import { MetricError, type MetricErrorCode } from '../../observe/metric-error.ts';

/** The names of the errors in the JSON protocol; the query protocol has kept the older codes. */
export const NAMES: Readonly<Record<MetricErrorCode, string>> = {
  InvalidParameterValue: 'InvalidParameterValueException',
  InvalidParameterCombination: 'InvalidParameterCombinationException',
  MissingParameter: 'MissingRequiredParameterException',
  InvalidNextToken: 'InvalidNextToken',
  InvalidFormat: 'InvalidFormatFault',
  ResourceNotFound: 'ResourceNotFound',
  ResourceNotFoundException: 'ResourceNotFoundException',
  ValidationError: 'ValidationException',
};

/** Maps what the metrics threw to AWS's form; undefined for what they did not throw. */
export function toAwsError(error: unknown): AwsError | undefined {
  if (!(error instanceof MetricError)) return undefined;
  const { code: queryCode, message } = error;
  return new AwsError(NAMES[queryCode], message, {
    queryCode,
    ...(queryCode.startsWith('ResourceNotFound') && { status: 404 }),
    namespace: 'com.amazonaws.cloudwatch',
    cause: error,
  });
}
