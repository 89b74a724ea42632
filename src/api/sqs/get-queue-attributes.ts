import type { Queues } from '../../sqs/queues.ts';
import { list, map, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { showAttributes } from './queue-attributes.ts';
import { queueNameOf } from './queue-url.ts';

export const getQueueAttributes = operation<Queues>()({
  name: 'GetQueueAttributes',
  input: structure({ QueueUrl: string(), AttributeNames: list(string()) }),
  output: structure({ Attributes: map(string()) }),
  async handle(queues, { QueueUrl, AttributeNames = [] }, context) {
    const queue = await queues.describeQueue(context.scope, queueNameOf(QueueUrl, context));
    return { Attributes: showAttributes(queue, AttributeNames) };
  },
});
