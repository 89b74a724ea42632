import type { KnownFunction } from '../known-function.ts';
import { LambdaError } from '../lambda-error.ts';
import type { Decided } from './decision.ts';

/** How many tags a function may have. Source: AWS Lambda developer guide, "Tag requirements". */
const MOST_TAGS = 50;

/** @throws LambdaError InvalidParameterValueException */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length <= MOST_TAGS) return;
  throw new LambdaError(
    'InvalidParameterValueException',
    'Number of tags exceeds function tag limit.',
  );
}

/** Sets some tags and removes others. @throws LambdaError InvalidParameterValueException */
export function changeTags(
  known: KnownFunction,
  { set = {}, remove = [] }: { set?: Record<string, string>; remove?: readonly string[] },
): Decided<undefined> {
  const tags = { ...known.tags, ...set };
  for (const key of remove) delete tags[key];
  checkTags(tags);
  return { known: { ...known, tags }, answer: undefined };
}
