import type { Scope } from '../../aws/scope.ts';
import type { Topic } from '../../sns/topic.ts';
import { invalidParameter, TopicError } from '../../sns/topic-error.ts';
import type { Topics } from '../../sns/topics.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { ownTopicArn } from './own-arn.ts';

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

/**
 * The topic that an operation of tags names.
 *
 * @throws TopicError ResourceNotFound where the other operations say NotFound (the public API model;
 *   the text as in moto)
 */
export function taggedTopic(topics: Topics, arn: string, scope: Scope): Topic {
  try {
    return topics.getTopic(ownTopicArn(arn, scope, 'ResourceArn'));
  } catch (cause) {
    if (!(cause instanceof TopicError && cause.code === 'NotFound')) throw cause;
    throw new TopicError('ResourceNotFound', 'Resource does not exist', { cause });
  }
}
