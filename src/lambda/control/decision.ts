import { LATEST } from '../function-definition.ts';
import { functionArn } from '../functions.ts';
import type { KnownFunction } from '../known-function.ts';
import { LambdaError } from '../lambda-error.ts';

/** What a change of a function is decided with. */
export interface Moment {
  readonly nowMs: number;
  /** Makes a new id, for a revision. */
  readonly newId: () => string;
}

/** What a function becomes, and what is answered of it. */
export interface Decided<Answer> {
  readonly known: KnownFunction;
  readonly answer: Answer;
}

/**
 * Refuses a change that was asked for of another state than this one.
 *
 * @param call the operation that tells the latest id
 * @throws LambdaError PreconditionFailedException
 */
export function checkRevision(
  asked: string | undefined,
  revisionId: string,
  call = 'GetFunction/GetAlias',
): void {
  if (!asked || asked === revisionId) return;
  throw new LambdaError(
    'PreconditionFailedException',
    'The Revision Id provided does not match the latest Revision Id. Call the ' +
      `${call} API to retrieve the latest Revision Id`,
  );
}

/** @throws LambdaError ResourceNotFoundException */
export function checkVersion(known: KnownFunction, version: string): void {
  if (version === LATEST || known.versions.some((each) => each.version === version)) return;
  const arn = functionArn(known.scope, known.functionName, version);
  throw new LambdaError('ResourceNotFoundException', `Function not found: ${arn}`);
}
