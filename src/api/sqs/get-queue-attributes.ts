import type { Queues } from '../../sqs/queues.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { showAttributes } from './queue-attributes.ts';
import { queueNameOf } from './queue-url.ts';
import { attributesShape, flatList, queueUrlShape } from './shapes.ts';

export const getQueueAttributes = operation<Queues>()({
  name: 'GetQueueAttributes',
  input: structure({
    QueueUrl: queueUrlShape,
    AttributeNames: flatList('AttributeName', string()),
  }),
  output: structure({ Attributes: attributesShape }),
  async handle(queues, { QueueUrl, AttributeNames = [] }, context) {
    const queue = await queues.describeQueue(context.scope, queueNameOf(QueueUrl, context));
    return { Attributes: showAttributes(queue, AttributeNames) };
  },
});
