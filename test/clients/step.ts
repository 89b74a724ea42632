import type { ServiceName } from './sdk-modules.ts';

/** What the operations that were called so far have answered last, by their names. */
// biome-ignore lint/suspicious/noExplicitAny: each operation answers a shape of its own
export type Answers = Readonly<Record<string, any>>;

/** What goes in; bytes are a `Buffer`, times a `Date`. */
export type Input = object | ((answers: Answers) => object);

/** A call of an operation, in any of AWS's clients, and what has to come of it. */
export interface Call {
  readonly operation: string;
  readonly input: Input;
  /** Where it is an operation of another service than its script is about. */
  readonly service?: ServiceName;
  /** What the answer has to contain; bytes are Base64 there, times are ISO 8601. */
  readonly gives?: object;
  /** The error that has to come instead. */
  readonly fails?: string;
  /** The list that is put together from pages, by a paginator of the client. */
  readonly pages?: { readonly of: string; readonly size: number };
}

/** The endpoint's clock goes on. */
interface Advance {
  readonly advanceMs: number;
}

type Step = Call | Advance;

/** Everything that a service does, in an order in which it can be done. */
export interface Script {
  readonly service: ServiceName;
  readonly steps: readonly Step[];
}

export const call = (operation: string, input: Input = {}, gives: object = {}): Call => ({
  ...{ operation, input, gives },
});

/** The error that has to come is `code: a part of its text`. */
export const fails = (operation: string, input: Input, error: string): Call => ({
  ...{ operation, input, fails: error },
});

/** Calls another service than the script's own. */
export const of = (service: ServiceName, asked: Call): Call => ({ ...asked, service });

/** Reads page after page, one entry on each. */
export const pages = (operation: string, of: string, input: Input, gives: unknown[]): Call => ({
  ...{ operation, input, pages: { of, size: 1 }, gives: { [of]: gives } },
});

export const advance = (advanceMs: number): Advance => ({ advanceMs });
