import type { Queues } from '../../sqs/queues.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { queueNameOf } from './queue-url.ts';
import { queueUrlShape } from './shapes.ts';

export const purgeQueue = operation<Queues>()({
  name: 'PurgeQueue',
  input: structure({ QueueUrl: queueUrlShape }),
  output: structure({}),
  async handle(queues, { QueueUrl }, context) {
    await queues.changes.purge(context.scope, queueNameOf(QueueUrl, context));
    return {};
  },
});
