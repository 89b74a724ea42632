import type { Scope } from '../aws/scope.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { LambdaError, type ThrottleReason } from './lambda-error.ts';

/** Invocations at a time in one account and region. Source: AWS Lambda developer guide, quotas. */
const ACCOUNT_LIMIT = 1000;

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
   * A function with reserved concurrency has places of its own; all others share the account's.
   */
  take(scope: Scope, { functionName, reservedConcurrency }: FunctionDefinition): () => void {
    const account = `${scope.account}/${scope.region}`;
    const isReserved = reservedConcurrency !== undefined;
    const key = isReserved ? `${account}/${functionName}` : account;
    const running = this.#running.get(key) ?? 0;
    if (running >= (reservedConcurrency ?? ACCOUNT_LIMIT)) {
      const reason: ThrottleReason = isReserved
        ? 'ReservedFunctionConcurrentInvocationLimitExceeded'
        : 'ConcurrentInvocationLimitExceeded';
      throw new LambdaError('TooManyRequestsException', 'Rate Exceeded.', { reason });
    }
    this.#running.set(key, running + 1);
    this.#total += 1;
    return () => {
      this.#running.set(key, (this.#running.get(key) ?? 1) - 1);
      this.#total -= 1;
    };
  }
}
