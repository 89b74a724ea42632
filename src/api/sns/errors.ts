import { AwsError } from '../../aws/aws-error.ts';
import { TopicError, type TopicErrorCode } from '../../sns/topic-error.ts';

/** As in the Amazon SNS API model; 400 where nothing else is said. */
const STATUS: Readonly<Partial<Record<TopicErrorCode, number>>> = {
  NotFound: 404,
  ResourceNotFound: 404,
};

/** Maps what the topics threw; undefined for what is none of their errors. */
export function toAwsError(error: unknown): AwsError | undefined {
  if (!(error instanceof TopicError)) return undefined;
  const status = STATUS[error.code] ?? 400;
  return new AwsError(error.code, error.message, { status, cause: error });
}
