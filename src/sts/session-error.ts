/** Why STS refuses something. The names are those of the AWS STS API reference. */
export type SessionErrorCode = 'ValidationError' | 'ExpiredToken' | 'InvalidIdentityToken';

export class SessionError extends Error {
  readonly code: SessionErrorCode;

  constructor(code: SessionErrorCode, message: string) {
    super(message);
    this.name = 'SessionError';
    this.code = code;
  }
}
