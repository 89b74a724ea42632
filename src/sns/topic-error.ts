/** Why SNS refuses something. The names are those of the Amazon SNS API reference. */
export type TopicErrorCode =
  | 'InvalidParameter'
  | 'NotFound'
  /** What the operations of tags have for a topic that is not there. */
  | 'ResourceNotFound'
  | 'ParameterValueInvalid'
  | 'EmptyBatchRequest'
  | 'TooManyEntriesInBatchRequest'
  | 'BatchEntryIdsNotDistinct'
  | 'InvalidBatchEntryId'
  | 'BatchRequestTooLong';

/** What every function of this folder throws when the caller asked for something impossible. */
export class TopicError extends Error {
  readonly code: TopicErrorCode;

  constructor(code: TopicErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'TopicError';
    this.code = code;
  }
}

/** The form that SNS gives to what it says of a parameter (observed on AWS). */
export function invalidParameter(parameter: string, reason?: string): TopicError {
  const because = reason === undefined ? '' : ` Reason: ${reason}`;
  return new TopicError('InvalidParameter', `Invalid parameter: ${parameter}${because}`);
}

/** The error for a topic that is not there (observed on AWS). */
export function topicDoesNotExist(): TopicError {
  return new TopicError('NotFound', 'Topic does not exist');
}

/** The error for a subscription that is not there (observed on AWS). */
export function subscriptionDoesNotExist(): TopicError {
  return new TopicError('NotFound', 'Subscription does not exist');
}
