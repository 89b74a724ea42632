import { MOST_MESSAGE_BYTES, messageBytes } from './message-check.ts';
import type { Publication } from './publication.ts';
import { TopicError } from './topic-error.ts';

export interface BatchEntry extends Publication {
  readonly id: string;
}

/** Source: PublishBatch API reference. */
const MOST_ENTRIES = 10;
const ID = /^[A-Za-z0-9_-]{1,80}$/;

/**
 * Checks a batch as a whole; the texts follow the API reference.
 *
 * @throws TopicError EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId,
 *   BatchEntryIdsNotDistinct, BatchRequestTooLong
 */
export function checkBatch(entries: readonly BatchEntry[]): void {
  if (entries.length === 0)
    throw new TopicError('EmptyBatchRequest', "The batch request doesn't contain any entries.");
  if (entries.length > MOST_ENTRIES) {
    const text = 'The batch request contains more entries than permissible.';
    throw new TopicError('TooManyEntriesInBatchRequest', text);
  }
  if (!entries.every(({ id }) => ID.test(id))) {
    const text = "The Id of a batch entry in a batch request doesn't abide by the specification.";
    throw new TopicError('InvalidBatchEntryId', text);
  }
  if (new Set(entries.map(({ id }) => id)).size < entries.length) {
    const text = 'Two or more batch entries in the request have the same Id.';
    throw new TopicError('BatchEntryIdsNotDistinct', text);
  }
  const bytes = entries.reduce((sum, one) => sum + messageBytes(one.message, one.attributes), 0);
  if (bytes <= MOST_MESSAGE_BYTES) return;
  const text = `The length of all the messages put together is more than the limit: ${bytes} bytes.`;
  throw new TopicError('BatchRequestTooLong', text);
}
