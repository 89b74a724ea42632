import { AwsError } from '../../aws/aws-error.ts';
import { TopicError, type TopicErrorCode } from '../../sns/topic-error.ts';

/** As in the Amazon SNS API model. */
export const STATUS: Readonly<Record<TopicErrorCode, number>> = {
  InvalidParameter: 400,
  NotFound: 404,
  ResourceNotFound: 404,
  ParameterValueInvalid: 400,
  EmptyBatchRequest: 400,
  TooManyEntriesInBatchRequest: 400,
  BatchEntryIdsNotDistinct: 400,
  InvalidBatchEntryId: 400,
  BatchRequestTooLong: 400,
};

/** Maps what the topics threw; undefined for what is none of their errors. */
export function toAwsError(error: unknown): AwsError | undefined {
  if (!(error instanceof TopicError)) return undefined;
  return new AwsError(error.code, error.message, { status: STATUS[error.code], cause: error });
}
