import type { MessageLife } from '../ledger.ts';
import type { Violation } from '../violation.ts';

/** A deleted message is gone for good. */
export function checkDeleted(messages: Iterable<MessageLife>): Violation[] {
  const law = 'a message whose delete was acknowledged never comes back';
  return [...messages].flatMap(({ id, deletedAt, receivedAt }) => {
    const again = receivedAt.find((moment) => deletedAt !== undefined && moment > deletedAt);
    if (again === undefined) return [];
    return [{ law, expected: `${id} gone at ${deletedAt}`, found: `${id} received at ${again}` }];
  });
}

/** Once the queue was received to its end. */
export function checkPresent(messages: Iterable<MessageLife>): Violation[] {
  const law = 'an acknowledged message stays until it is deleted';
  return [...messages]
    .filter(({ isSent, isDeleteAsked }) => isSent && !isDeleteAsked)
    .map(({ id }) => ({ law, expected: `${id} in the queue`, found: 'it is not there' }));
}
