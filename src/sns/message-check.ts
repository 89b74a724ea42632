import { bytesOf, checkAttributes, type MessageAttributes } from './message-attributes.ts';
import { invalidParameter } from './topic-error.ts';

/** The most that a message may weigh, in bytes of UTF-8 (Amazon SNS quotas). */
export const MOST_MESSAGE_BYTES = 262_144;
const MOST_SUBJECT_CHARACTERS = 100;

/** What a message weighs, in bytes. */
export const messageBytes = (message: string, attributes: MessageAttributes = {}) =>
  Buffer.byteLength(message) + bytesOf(attributes);

/**
 * Checks a message before it is published. The texts were observed on AWS.
 *
 * @throws TopicError InvalidParameter, ParameterValueInvalid
 */
export function checkMessage(
  message: string,
  subject: string | undefined,
  attributes: MessageAttributes = {},
): void {
  if (message === '') throw invalidParameter('Empty message');
  checkAttributes(attributes);
  if (messageBytes(message, attributes) > MOST_MESSAGE_BYTES)
    throw invalidParameter('Message too long');
  if (subject === undefined) return;
  const isSubject = subject !== '' && subject.length <= MOST_SUBJECT_CHARACTERS;
  if (!isSubject || /\p{Cc}/u.test(subject)) throw invalidParameter('Subject');
}
