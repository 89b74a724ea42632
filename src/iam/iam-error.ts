/** Why IAM refuses something. The names are those of the AWS IAM API reference. */
export type IamErrorCode =
  | 'NoSuchEntity'
  | 'EntityAlreadyExists'
  | 'MalformedPolicyDocument'
  | 'DeleteConflict'
  | 'InvalidInput'
  | 'LimitExceeded'
  | 'ValidationError';

/** What every function of this folder throws when the caller asked for something impossible. */
export class IamError extends Error {
  readonly code: IamErrorCode;

  constructor(code: IamErrorCode, message: string) {
    super(message);
    this.name = 'IamError';
    this.code = code;
  }
}
