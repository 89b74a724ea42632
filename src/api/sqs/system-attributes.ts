import type { ReceivedMessage } from '../../sqs/message.ts';
import { unknownAttribute } from '../../sqs/queue-settings.ts';

type Show = (message: ReceivedMessage) => string | undefined;

/** What a received message shows of itself when asked; the last two only in a FIFO queue. */
const SHOWN: Readonly<Record<string, Show>> = {
  SenderId: (message) => message.senderId,
  SentTimestamp: (message) => String(message.sentAtMs),
  ApproximateReceiveCount: (message) => String(message.receiveCount),
  ApproximateFirstReceiveTimestamp: (message) => String(message.firstReceivedAtMs),
  AWSTraceHeader: (message) => message.systemAttributes?.AWSTraceHeader?.stringValue,
  MessageGroupId: (message) => message.groupId,
  DeadLetterQueueSourceArn: (message) => message.deadLetterSourceArn,
  SequenceNumber: (message) => message.sequenceNumber,
  MessageDeduplicationId: (message) => message.deduplicationId,
};

const ENTRIES = Object.entries(SHOWN);

/** @throws QueueError InvalidAttributeName for a name that no message attribute of SQS has */
export function checkSystemAttributeNames(names: readonly string[]): void {
  for (const name of names) {
    if (name !== 'All' && !Object.hasOwn(SHOWN, name)) throw unknownAttribute(name);
  }
}

/** The attributes asked for that the message has, `All` being all; undefined when there is none. */
export function showSystemAttributes(
  message: ReceivedMessage,
  names: readonly string[],
): Record<string, string> | undefined {
  const shown: Record<string, string> = {};
  for (const [name, show] of ENTRIES) {
    if (!names.includes(name) && !names.includes('All')) continue;
    const value = show(message);
    if (value !== undefined) shown[name] = value;
  }
  return Object.keys(shown).length > 0 ? shown : undefined;
}
