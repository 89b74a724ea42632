import type { Queues } from '../../sqs/queues.ts';
import { integer, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { given } from './parameters.ts';
import { queueNameOf } from './queue-url.ts';
import { queueUrlShape } from './shapes.ts';

export const changeMessageVisibility = operation<Queues>()({
  name: 'ChangeMessageVisibility',
  input: structure({
    QueueUrl: queueUrlShape,
    ReceiptHandle: string(),
    VisibilityTimeout: integer(),
  }),
  output: structure({}),
  async handle(queues, { QueueUrl, ReceiptHandle, VisibilityTimeout }, context) {
    const name = queueNameOf(QueueUrl, context);
    const change = {
      receiptHandle: given(ReceiptHandle, 'ReceiptHandle'),
      visibilityTimeoutSeconds: given(VisibilityTimeout, 'VisibilityTimeout'),
    };
    const [error] = await queues.changeMessageVisibilities(context.scope, name, [change]);
    if (error) throw error;
    return {};
  },
});
