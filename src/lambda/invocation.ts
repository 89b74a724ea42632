/** One call of a function, as a sandbox gets it. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: Uint8Array;
  /** The ARN under which the caller named the function, its qualifier included. */
  readonly invokedArn: string;
  /** JSON text for the handler's `context.clientContext`. */
  readonly clientContext: string | undefined;
  /** Whether the caller wants the end of the log, which means waiting for its REPORT line. */
  readonly wantLogTail: boolean;
  /** Called when the process has been given the event. */
  readonly onDelivered?: (() => void) | undefined;
}

/** What became of an invocation. An error of the function is an outcome too. */
export interface Outcome {
  readonly payload: Uint8Array;
  readonly functionError?: 'Unhandled';
  readonly durationMs: number;
  readonly logTail?: string;
}

/** An error of the function: its type, and the document that the caller gets. */
export interface FunctionFailure {
  readonly errorType: string;
  readonly document: Uint8Array;
}

/** A failure that the platform describes, not the function. */
export function platformFailure(errorType: string, errorMessage: string): FunctionFailure {
  const document = Buffer.from(JSON.stringify({ errorType, errorMessage }));
  return { errorType, document };
}
