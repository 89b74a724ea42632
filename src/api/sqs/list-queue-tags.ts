import type { Queues } from '../../sqs/queues.ts';
import { map, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { queueNameOf } from './queue-url.ts';

export const listQueueTags = operation<Queues>()({
  name: 'ListQueueTags',
  input: structure({ QueueUrl: string() }),
  output: structure({ Tags: map(string()) }),
  async handle(queues, { QueueUrl }, context) {
    const { tags } = await queues.describeQueue(context.scope, queueNameOf(QueueUrl, context));
    return { Tags: Object.keys(tags).length > 0 ? { ...tags } : undefined };
  },
});
