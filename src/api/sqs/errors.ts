import { AwsError } from '../../aws/aws-error.ts';
import { QueueError, type QueueErrorCode } from '../../sqs/queue-error.ts';

/** What only a request can get wrong, beside what the queues refuse. */
type RequestErrorCode =
  | 'BatchEntryIdsNotDistinct'
  | 'EmptyBatchRequest'
  | 'InvalidAddress'
  | 'InvalidBatchEntryId'
  | 'TooManyEntriesInBatchRequest';

type SqsErrorCode = QueueErrorCode | RequestErrorCode;

interface Form {
  /** The code in the JSON protocol, when it is not the name itself. */
  readonly code?: string;
  /** The older code that SDKs still show, when it is not the name itself. */
  readonly queryCode?: string;
  readonly status?: number;
}

const PREFIX = 'AWS.SimpleQueueService';

/** As in the Amazon SQS API model; the two codes ending in Exception were observed on AWS. */
export const FORMS: Readonly<Record<SqsErrorCode, Form>> = {
  BatchEntryIdsNotDistinct: { queryCode: `${PREFIX}.BatchEntryIdsNotDistinct` },
  BatchRequestTooLong: { queryCode: `${PREFIX}.BatchRequestTooLong` },
  EmptyBatchRequest: { queryCode: `${PREFIX}.EmptyBatchRequest` },
  InvalidAddress: { status: 404 },
  InvalidAttributeName: {},
  InvalidAttributeValue: {},
  InvalidBatchEntryId: { queryCode: `${PREFIX}.InvalidBatchEntryId` },
  InvalidMessageContents: {},
  InvalidParameterValue: { code: 'InvalidParameterValueException' },
  MissingParameter: { code: 'MissingRequiredParameterException' },
  OverLimit: { status: 403 },
  PurgeQueueInProgress: { queryCode: `${PREFIX}.PurgeQueueInProgress`, status: 403 },
  QueueDeletedRecently: { queryCode: `${PREFIX}.QueueDeletedRecently` },
  QueueDoesNotExist: { queryCode: `${PREFIX}.NonExistentQueue` },
  QueueNameExists: { queryCode: 'QueueAlreadyExists' },
  ReceiptHandleIsInvalid: { status: 404 },
  ResourceNotFoundException: { status: 404 },
  TooManyEntriesInBatchRequest: { queryCode: `${PREFIX}.TooManyEntriesInBatchRequest` },
  UnsupportedOperation: { queryCode: `${PREFIX}.UnsupportedOperation` },
};

/** What the query protocol words differently (observed on AWS). */
export const QUERY_TEXTS: Readonly<Record<string, string>> = {
  [`${PREFIX}.NonExistentQueue`]: 'The specified queue does not exist for this wsdl version.',
};

/** An error of SQS in AWS's form. */
export function sqsError(name: SqsErrorCode, message: string, cause?: unknown): AwsError {
  const { code = name, queryCode = name, status = 400 } = FORMS[name];
  return new AwsError(code, message, { queryCode, status, cause });
}

/** Maps what the queues threw; undefined for what is none of their errors. */
export function toAwsError(error: unknown): AwsError | undefined {
  if (error instanceof AwsError) return error;
  return error instanceof QueueError ? sqsError(error.code, error.message, error) : undefined;
}
