import type { ServiceName } from './sdk-modules.ts';

/** A call with everything in it that a client needs. */
export interface Asked {
  readonly endpoint: string;
  readonly service: ServiceName;
  readonly operation: string;
  readonly input: object;
  readonly pages?: { readonly of: string; readonly size: number };
}

/** What a client tells of an error. */
export interface ErrorOutcome {
  readonly code: string;
  readonly message: string;
  /** The class of the error, where the client has one for it. */
  readonly modelled?: string;
}

/** What came of a call. */
export type Outcome =
  | { readonly answer: Readonly<Record<string, unknown>> }
  | { readonly error: ErrorOutcome };

/** One of AWS's clients, at work until it is disposed of. */
export interface Client extends AsyncDisposable {
  readonly name: string;
  /** Whether it tells the class of an error. */
  readonly hasErrorClasses: boolean;
  ask(asked: Asked): Promise<Outcome>;
}
