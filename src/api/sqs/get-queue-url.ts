import { queueDoesNotExist } from '../../sqs/queue.ts';
import type { Queues } from '../../sqs/queues.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { given } from './parameters.ts';
import { queueUrl } from './queue-url.ts';

export const getQueueUrl = operation<Queues>()({
  name: 'GetQueueUrl',
  input: structure({ QueueName: string(), QueueOwnerAWSAccountId: string() }),
  output: structure({ QueueUrl: string() }),
  handle(queues, { QueueName, QueueOwnerAWSAccountId: owner }, context) {
    const name = given(QueueName, 'QueueName');
    const isOwn = owner === undefined || owner === context.scope.account;
    if (!isOwn || !queues.hasQueue(context.scope, name)) throw queueDoesNotExist();
    return { QueueUrl: queueUrl(context, name) };
  },
});
