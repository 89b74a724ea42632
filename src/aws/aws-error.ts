/** What an AWS client is told when its request fails. */
export interface AwsErrorOptions {
  /** HTTP status; 400 unless given. */
  readonly status?: number;
  /** The older code that SQS clients still show, for example `AWS.SimpleQueueService.NonExistentQueue`. */
  readonly queryCode?: string;
  /** What stands before the name in JSON where there is such a code; that of SQS unless given. */
  readonly namespace?: string;
  /** Further members of the error's body. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * An error in AWS's form: a code, a text, and an HTTP status. Only `wire`, `api` and `gateway` deal
 * in these; a domain throws its own errors, which `api/<service>/errors.ts` maps to them.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  readonly queryCode: string | undefined;
  readonly namespace: string;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: AwsErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = code;
    this.code = code;
    this.status = options.status ?? 400;
    this.queryCode = options.queryCode;
    this.namespace = options.namespace ?? 'com.amazonaws.sqs';
    this.members = options.members ?? {};
  }

  /** Whose fault it is: the sender's below status 500, the receiver's from there on. */
  get fault(): 'Sender' | 'Receiver' {
    return this.status < 500 ? 'Sender' : 'Receiver';
  }
}
