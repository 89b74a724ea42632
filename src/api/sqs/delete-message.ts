import type { Queues } from '../../sqs/queues.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { given } from './parameters.ts';
import { queueNameOf } from './queue-url.ts';
import { queueUrlShape } from './shapes.ts';

export const deleteMessage = operation<Queues>()({
  name: 'DeleteMessage',
  input: structure({ QueueUrl: queueUrlShape, ReceiptHandle: string() }),
  output: structure({}),
  async handle(queues, { QueueUrl, ReceiptHandle }, context) {
    const name = queueNameOf(QueueUrl, context);
    const handles = [given(ReceiptHandle, 'ReceiptHandle')];
    const [error] = await queues.deleteMessages(context.scope, name, handles);
    if (error) throw error;
    return {};
  },
});
