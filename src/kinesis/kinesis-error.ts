/**
 * Why Kinesis refuses something.
 *
 * - `InvalidArgument`: the request contradicts itself or the stream it names.
 * - `InvalidValue`: one value breaks a constraint that the stream sets.
 * - `ForeignData`: the store holds a form that this version cannot read.
 */
export type KinesisErrorCode =
  | 'StreamNotFound'
  | 'ShardNotFound'
  | 'StreamExists'
  | 'ShardLimitExceeded'
  | 'InvalidArgument'
  | 'InvalidValue'
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
