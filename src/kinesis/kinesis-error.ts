/**
 * Why Kinesis refuses something.
 *
 * - `InvalidArgument`: the request contradicts itself or the stream it names.
 * - `InvalidValue`: one value breaks a constraint that the stream sets.
 * - `NotForThisMode`: streams whose capacity is managed so do not have that.
 * - `LimitExceeded`: something was done too often, or there is too much of it.
 * - `ThroughputExceeded`: a shard was asked to take or to give more than it can in a second.
 * - `StreamInUse`: a stream cannot go while consumers are registered.
 * - `ForeignData`: the store holds a form that this version cannot read.
 */
export type KinesisErrorCode =
  | 'StreamNotFound'
  | 'ShardNotFound'
  | 'ConsumerNotFound'
  | 'PolicyNotFound'
  | 'KeyNotFound'
  | 'StreamExists'
  | 'StreamInUse'
  | 'ConsumerExists'
  | 'SubscriptionInUse'
  | 'ShardLimitExceeded'
  | 'LimitExceeded'
  | 'ThroughputExceeded'
  | 'InvalidArgument'
  | 'InvalidValue'
  | 'NotForThisMode'
  | 'IteratorExpired'
  | 'NextTokenExpired'
  | 'ForeignData';

/** What the Kinesis domain throws; the message is the text that AWS's clients are shown. */
export class KinesisError extends Error {
  readonly code: KinesisErrorCode;

  constructor(code: KinesisErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'KinesisError';
    this.code = code;
  }
}
