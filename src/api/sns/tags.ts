import { invalidParameter } from '../../sns/topic-error.ts';
import { required, string, structure } from '../../wire/shape.ts';

/** The ARN of whatever has tags. */
export const resourceArn = string({ min: 1, max: 1011 });
export const tagKey = string({ min: 1, max: 128 });
export const tagShape = structure({
  Key: required(tagKey),
  Value: required(string({ max: 256 })),
});

/** @throws TopicError InvalidParameter when a key is there twice (observed on AWS) */
export function parseTags(tags: readonly { Key: string; Value: string }[]): Record<string, string> {
  const parsed = Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value]));
  if (Object.keys(parsed).length === tags.length) return parsed;
  throw invalidParameter('Duplicated keys are not allowed.');
}
