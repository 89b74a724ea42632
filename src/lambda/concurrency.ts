import type { Scope } from '../aws/scope.ts';
import { LambdaError, type ThrottleReason } from './lambda-error.ts';

/** Invocations at a time in one account and region. Source: AWS Lambda developer guide, quotas. */
export const ACCOUNT_LIMIT = 1000;

/** What must be left to the functions that reserve nothing. Source: the text of AWS's refusal. */
export const LEAST_UNRESERVED = 100;

/** The function for which a place is taken. */
interface Taker {
  readonly functionName: string;
  readonly reservedConcurrency?: number | undefined;
}

/** How many invocations at a time are left to the functions that reserve none. */
export function unreserved(functions: readonly Pick<Taker, 'reservedConcurrency'>[]): number {
  const reserved = functions.map(({ reservedConcurrency = 0 }) => reservedConcurrency);
  return reserved.reduce((left, each) => left - each, ACCOUNT_LIMIT);
}

/** Counts running invocations, and refuses those that are too many. */
export class Concurrency {
  readonly #running = new Map<string, number>();
  #total = 0;

  get total(): number {
    return this.#total;
  }

  /**
   * Takes a place, and returns what gives it back. Throws `TooManyRequestsException`.
   *
   * A function with reserved concurrency has places of its own; all others share the account's. The
   * reservation may change at any time: what runs is counted for the function as well as for those
   * that share.
   *
   * @param unreservedNow how many places are left to those that reserve none
   */
  take(
    scope: Scope,
    { functionName, reservedConcurrency }: Taker,
    unreservedNow: () => number = () => ACCOUNT_LIMIT,
  ): () => void {
    const shared = `${scope.account}/${scope.region}`;
    const own = `${shared}/${functionName}`;
    const isReserved = reservedConcurrency !== undefined;
    const running = this.#running.get(isReserved ? own : shared) ?? 0;
    const isFull = isReserved
      ? running >= reservedConcurrency
      : running >= LEAST_UNRESERVED && running >= unreservedNow();
    if (isFull) {
      const reason: ThrottleReason = isReserved
        ? 'ReservedFunctionConcurrentInvocationLimitExceeded'
        : 'ConcurrentInvocationLimitExceeded';
      throw new LambdaError('TooManyRequestsException', 'Rate Exceeded.', { reason });
    }
    const keys = isReserved ? [own] : [own, shared];
    for (const key of keys) this.#add(key, 1);
    this.#total += 1;
    return () => {
      for (const key of keys) this.#add(key, -1);
      this.#total -= 1;
    };
  }

  #add(key: string, count: number): void {
    const running = (this.#running.get(key) ?? 0) + count;
    if (running === 0) this.#running.delete(key);
    else this.#running.set(key, running);
  }
}
