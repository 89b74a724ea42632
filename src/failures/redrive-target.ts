import type { Failure, HydratedRecord } from './failure.ts';

/** What became of a record that was sent. */
export type SendOutcome =
  | { readonly type: 'sent' }
  /** It certainly did not do its work, so that it may be sent again. */
  | {
      readonly type: 'failed';
      readonly reason: string;
      /** Nothing else would fare better: the target is not there, or may not be used. */
      readonly concernsAll?: boolean;
    }
  /** The answer is missing: it may have arrived, or not. */
  | { readonly type: 'unknown'; readonly reason: string };

export const SENT: SendOutcome = { type: 'sent' };

/** Told who throttles, and for how long it is left alone. */
export type OnThrottled = (name: string, pauseMs: number) => void;

/** To whom records go, and whether they have them already: enough to tell what would be sent. */
export interface RedriveAddress {
  /** For people, and for the ledger: `function arn:aws:lambda:…`. */
  nameFor(failure: Failure): string;
  /** Who has a record once it was sent there; the ledger keeps one send for each of them. */
  audienceOf(failure: Failure): string;
  /**
   * Further audiences that make a record one that was sent already: who was invoked with it needs
   * no copy in the stream.
   */
  equivalentAudiences(failure: Failure): readonly string[];
  /**
   * Whether a record arrived of which the ledger only knows that it was being sent. Absent where
   * the target cannot be asked, so that a person has to decide.
   */
  arrived?(record: string, failure: Failure): boolean;
  /** Why none of a message's records can go there, as far as the message alone tells. */
  refusal?(failure: Failure): string | undefined;
}

/** Where records are sent again. */
export interface RedriveTarget extends RedriveAddress {
  /** The records in the portions in which they are sent, their order kept. */
  portions(failure: Failure, records: readonly HydratedRecord[]): readonly HydratedRecord[][];
  /**
   * Sends one portion, whose records the ledger knows by these names, and answers an outcome for
   * each of them, in their order. Never rejects.
   */
  send(
    failure: Failure,
    records: readonly HydratedRecord[],
    names: readonly string[],
  ): Promise<readonly SendOutcome[]>;
}

/** The audience of an invoked function: the consumer that gave the records up. */
export const functionAudience = (failure: Failure) => `function ${failure.functionArn}`;

/** The audience of a stream: all its consumers. */
export const streamAudience = (streamArn: string) => `stream ${streamArn}`;
