import { ACCOUNT_LIMIT } from '../concurrency.ts';
import type { KnownFunction } from '../known-function.ts';
import { LambdaError } from '../lambda-error.ts';
import type { Decided, Moment } from './decision.ts';

/** What must be left to the functions that reserve nothing. Source: the text of AWS's refusal. */
const LEAST_UNRESERVED = 100;

/** How many invocations at a time are left to the functions that reserve none. */
export function unreserved(functions: readonly KnownFunction[]): number {
  const reserved = functions.map(({ reservedConcurrency = 0 }) => reservedConcurrency);
  return reserved.reduce((left, each) => left - each, ACCOUNT_LIMIT);
}

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
