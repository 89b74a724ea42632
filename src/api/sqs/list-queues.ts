import type { Queues } from '../../sqs/queues.ts';
import { integer, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { pageOfQueues } from './queue-page.ts';
import { queueUrl } from './queue-url.ts';
import { flatList } from './shapes.ts';

export const listQueues = operation<Queues>()({
  name: 'ListQueues',
  input: structure({ QueueNamePrefix: string(), NextToken: string(), MaxResults: integer() }),
  output: structure({ QueueUrls: flatList('QueueUrl', string()), NextToken: string() }),
  handle(queues, { QueueNamePrefix, ...paging }, context) {
    const names = queues.listQueues(context.scope, QueueNamePrefix);
    const { page, NextToken } = pageOfQueues(names, paging);
    const urls = page.map((name) => queueUrl(context, name));
    return { QueueUrls: urls.length > 0 ? urls : undefined, NextToken };
  },
});
