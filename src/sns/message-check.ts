import { invalidParameter } from './topic-error.ts';

/** The most that a message may weigh, in bytes of UTF-8 (Amazon SNS quotas). */
const MOST_MESSAGE_BYTES = 262_144;
const MOST_SUBJECT_CHARACTERS = 100;

/**
 * Checks a message before it is published. The texts were observed on AWS.
 *
 * @throws TopicError InvalidParameter
 */
export function checkMessage(message: string, subject: string | undefined): void {
  if (message === '') throw invalidParameter('Empty message');
  if (Buffer.byteLength(message) > MOST_MESSAGE_BYTES) throw invalidParameter('Message too long');
  if (subject === undefined) return;
  const isSubject = subject !== '' && subject.length <= MOST_SUBJECT_CHARACTERS;
  if (!isSubject || /\p{Cc}/u.test(subject)) throw invalidParameter('Subject');
}
