import type { Failure } from './failure.ts';

/** How many records of a message's range met which fate. */
export interface RecordCounts {
  /** Sent now, and arrived. */
  readonly sent: number;
  readonly sentBefore: number;
  /** Sent now, and failed. */
  readonly failed: number;
  /** Sent now or before, and nobody knows whether they arrived. */
  readonly unknown: number;
  readonly notMatched: number;
  /** Would have been sent, had the redrive not been stopped. */
  readonly notTried: number;
}

/** What became of a message. */
export interface RedriveResult {
  readonly failure: Failure;
  readonly counts: RecordCounts;
  /** Whether everything that the message stands for has succeeded. */
  readonly complete: boolean;
  /** Whether the message was deleted, was to stay, or stays because something is left. */
  readonly message: 'deleted' | 'kept' | 'left';
  /** Why something is left, each reason once. */
  readonly reasons: readonly string[];
}

/** Nothing more is to be done for this message. */
export const isDone = ({ message }: RedriveResult) => message !== 'left';

export const NO_COUNTS: RecordCounts = {
  sent: 0,
  sentBefore: 0,
  failed: 0,
  unknown: 0,
  notMatched: 0,
  notTried: 0,
};
