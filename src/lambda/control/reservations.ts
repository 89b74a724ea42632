import { LEAST_UNRESERVED, unreserved } from '../concurrency.ts';
import type { KnownFunction } from '../known-function.ts';
import { LambdaError } from '../lambda-error.ts';
import type { Decided, Moment } from './decision.ts';

/**
 * Reserves concurrency for a function.
 *
 * @param others every other function of the account and region
 * @throws LambdaError InvalidParameterValueException when too little is left to others
 */
export function reserveConcurrency(
  known: KnownFunction,
  { count, others }: { readonly count: number; readonly others: readonly KnownFunction[] },
  { newId }: Moment,
): Decided<number> {
  const after = { ...known, reservedConcurrency: count, revisionId: newId() };
  if (unreserved([...others, after]) < LEAST_UNRESERVED) {
    throw new LambdaError(
      'InvalidParameterValueException',
      "Specified ReservedConcurrentExecutions for function decreases account's " +
        `UnreservedConcurrentExecution below its minimum value of [${LEAST_UNRESERVED}].`,
    );
  }
  return { known: after, answer: count };
}

/** Gives the reservation up. */
export function releaseConcurrency(
  { reservedConcurrency, ...rest }: KnownFunction,
  { newId }: Moment,
): Decided<undefined> {
  return { known: { ...rest, revisionId: newId() }, answer: undefined };
}
