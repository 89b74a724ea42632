import { AwsError } from '../../aws/aws-error.ts';
import { KinesisError, type KinesisErrorCode } from '../../kinesis/kinesis-error.ts';

/** Every error of the domain with its name at AWS; undefined is a defect of ours. */
export const NAMES: Readonly<Record<KinesisErrorCode, string | undefined>> = {
  StreamNotFound: 'ResourceNotFoundException',
  ShardNotFound: 'ResourceNotFoundException',
  ConsumerNotFound: 'ResourceNotFoundException',
  PolicyNotFound: 'ResourceNotFoundException',
  KeyNotFound: 'KMSNotFoundException',
  StreamExists: 'ResourceInUseException',
  StreamInUse: 'ResourceInUseException',
  ConsumerExists: 'ResourceInUseException',
  SubscriptionInUse: 'ResourceInUseException',
  ShardLimitExceeded: 'LimitExceededException',
  LimitExceeded: 'LimitExceededException',
  ThroughputExceeded: 'ProvisionedThroughputExceededException',
  InvalidArgument: 'InvalidArgumentException',
  InvalidValue: 'ValidationException',
  NotForThisMode: 'ValidationException',
  IteratorExpired: 'ExpiredIteratorException',
  NextTokenExpired: 'ExpiredNextTokenException',
  ForeignData: undefined,
};

/** Maps what the domain threw to AWS's form, or answers undefined for what it did not throw. */
export function toAwsError(error: unknown): AwsError | undefined {
  if (error instanceof AwsError) return error;
  if (!(error instanceof KinesisError)) return undefined;
  const name = NAMES[error.code];
  return name === undefined ? undefined : new AwsError(name, error.message, { cause: error });
}
