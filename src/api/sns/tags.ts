import { invalidParameter } from '../../sns/topic-error.ts';
import { required, string, structure } from '../../wire/shape.ts';

export const tagShape = structure({
  Key: required(string({ min: 1, max: 128 })),
  Value: required(string({ max: 256 })),
});

/** @throws TopicError InvalidParameter when a key is there twice (observed on AWS) */
export function parseTags(tags: readonly { Key: string; Value: string }[]): Record<string, string> {
  const parsed = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  if (Object.keys(parsed).length === tags.length) return parsed;
  throw invalidParameter('Duplicated keys are not allowed.');
}
