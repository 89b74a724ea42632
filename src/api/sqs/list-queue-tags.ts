import type { Queues } from '../../sqs/queues.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { queueNameOf } from './queue-url.ts';
import { queueUrlShape, tagsShape } from './shapes.ts';

export const listQueueTags = operation<Queues>()({
  name: 'ListQueueTags',
  input: structure({ QueueUrl: queueUrlShape }),
  output: structure({ Tags: tagsShape }),
  async handle(queues, { QueueUrl }, context) {
    const { tags } = await queues.describeQueue(context.scope, queueNameOf(QueueUrl, context));
    return { Tags: Object.keys(tags).length > 0 ? { ...tags } : undefined };
  },
});
