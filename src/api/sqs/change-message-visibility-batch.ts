import type { Queues } from '../../sqs/queues.ts';
import { integer, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { batchResult, checkBatch, failedEntries } from './batch.ts';
import { given } from './parameters.ts';
import { queueNameOf } from './queue-url.ts';
import { flatList, queueUrlShape } from './shapes.ts';

const entry = structure({
  Id: required(string()),
  ReceiptHandle: required(string()),
  VisibilityTimeout: integer(),
});

export const changeMessageVisibilityBatch = operation<Queues>()({
  name: 'ChangeMessageVisibilityBatch',
  input: structure({
    QueueUrl: queueUrlShape,
    Entries: flatList('ChangeMessageVisibilityBatchRequestEntry', entry),
  }),
  output: structure({
    Successful: flatList(
      'ChangeMessageVisibilityBatchResultEntry',
      structure({ Id: required(string()) }),
    ),
    Failed: failedEntries,
  }),
  async handle(queues, { QueueUrl, Entries }, context) {
    const name = queueNameOf(QueueUrl, context);
    const entries = checkBatch(Entries, 'ChangeMessageVisibilityBatchRequestEntry');
    const changes = entries.map(({ ReceiptHandle, VisibilityTimeout }) => ({
      receiptHandle: ReceiptHandle,
      visibilityTimeoutSeconds: given(VisibilityTimeout, 'VisibilityTimeout'),
    }));
    const results = await queues.changeMessageVisibilities(context.scope, name, changes);
    return batchResult(entries, results, (id) => ({ Id: id }));
  },
});
