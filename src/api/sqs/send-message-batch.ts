import type { MessageDraft, SentMessage } from '../../sqs/message.ts';
import { QueueError } from '../../sqs/queue-error.ts';
import type { Queues } from '../../sqs/queues.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { batchResult, checkBatch, failedEntries } from './batch.ts';
import { MESSAGE_MEMBERS, toDraft } from './message-shape.ts';
import { queueNameOf } from './queue-url.ts';
import { flatList, queueUrlShape } from './shapes.ts';

const sentEntry = structure({
  Id: required(string()),
  MessageId: required(string()),
  MD5OfMessageBody: required(string()),
  MD5OfMessageAttributes: string(),
  MD5OfMessageSystemAttributes: string(),
  SequenceNumber: string(),
});

export const sendMessageBatch = operation<Queues>()({
  name: 'SendMessageBatch',
  input: structure({
    QueueUrl: queueUrlShape,
    Entries: flatList(
      'SendMessageBatchRequestEntry',
      structure({ Id: required(string()), ...MESSAGE_MEMBERS }),
    ),
  }),
  output: structure({
    Successful: flatList('SendMessageBatchResultEntry', sentEntry),
    Failed: failedEntries,
  }),
  async handle(queues, { QueueUrl, Entries }, context) {
    const name = queueNameOf(QueueUrl, context);
    const entries = checkBatch(Entries, 'SendMessageBatchRequestEntry');
    const drafts = entries.map((entry) => orError(() => toDraft(entry)));
    const good = drafts.filter((draft): draft is MessageDraft => !(draft instanceof QueueError));
    const sent = (await queues.sendMessages(context.scope, name, good)).values();
    const results = drafts.map((draft) =>
      draft instanceof QueueError ? draft : (sent.next().value as SentMessage | QueueError),
    );
    return batchResult(entries, results, (id, message) => ({
      Id: id,
      MessageId: message.messageId,
      MD5OfMessageBody: message.bodyMd5,
      MD5OfMessageAttributes: message.attributesMd5,
      MD5OfMessageSystemAttributes: message.systemAttributesMd5,
      SequenceNumber: message.sequenceNumber,
    }));
  },
});

function orError<T>(work: () => T): T | QueueError {
  try {
    return work();
  } catch (error) {
    if (error instanceof QueueError) return error;
    throw error;
  }
}
