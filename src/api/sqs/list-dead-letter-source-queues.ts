import type { Queues } from '../../sqs/queues.ts';
import { integer, list, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { pageOfQueues } from './queue-page.ts';
import { queueNameOf, queueUrl } from './queue-url.ts';
import { queueUrlShape } from './shapes.ts';

export const listDeadLetterSourceQueues = operation<Queues>()({
  name: 'ListDeadLetterSourceQueues',
  input: structure({ QueueUrl: queueUrlShape, NextToken: string(), MaxResults: integer() }),
  output: structure({
    queueUrls: required(list(string(), { flattened: true, as: 'QueueUrl' })),
    NextToken: string(),
  }),
  handle(queues, { QueueUrl, ...paging }, context) {
    const name = queueNameOf(QueueUrl, context);
    const sources = queues.listDeadLetterSourceQueues(context.scope, name);
    const { page, NextToken } = pageOfQueues(sources, paging);
    return { queueUrls: page.map((source) => queueUrl(context, source)), NextToken };
  },
});
