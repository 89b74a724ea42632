import type { Queues } from '../../sqs/queues.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { batchResult, checkBatch, failedEntries } from './batch.ts';
import { queueNameOf } from './queue-url.ts';
import { flatList, queueUrlShape } from './shapes.ts';

export const deleteMessageBatch = operation<Queues>()({
  name: 'DeleteMessageBatch',
  input: structure({
    QueueUrl: queueUrlShape,
    Entries: flatList(
      'DeleteMessageBatchRequestEntry',
      structure({ Id: required(string()), ReceiptHandle: required(string()) }),
    ),
  }),
  output: structure({
    Successful: flatList('DeleteMessageBatchResultEntry', structure({ Id: required(string()) })),
    Failed: failedEntries,
  }),
  async handle(queues, { QueueUrl, Entries }, context) {
    const name = queueNameOf(QueueUrl, context);
    const entries = checkBatch(Entries, 'DeleteMessageBatchRequestEntry');
    const handles = entries.map((entry) => entry.ReceiptHandle);
    const results = await queues.deleteMessages(context.scope, name, handles);
    return batchResult(entries, results, (id) => ({ Id: id }));
  },
});
