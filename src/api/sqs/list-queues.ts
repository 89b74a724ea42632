import { invalidParameter } from '../../sqs/queue-error.ts';
import type { Queues } from '../../sqs/queues.ts';
import { integer, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { queueUrl } from './queue-url.ts';
import { flatList } from './shapes.ts';

/** The most that one answer holds, and all that one without MaxResults does. */
const MOST_RESULTS = 1000;

export const listQueues = operation<Queues>()({
  name: 'ListQueues',
  input: structure({ QueueNamePrefix: string(), NextToken: string(), MaxResults: integer() }),
  output: structure({ QueueUrls: flatList('QueueUrl', string()), NextToken: string() }),
  handle(queues, { QueueNamePrefix, NextToken, MaxResults }, context) {
    const limit = checkedLimit(MaxResults);
    const after = NextToken === undefined ? '' : lastNameOf(NextToken);
    const names = queues.listQueues(context.scope, QueueNamePrefix);
    const rest = names.filter((name) => name > after);
    const page = rest.slice(0, limit);
    // Without MaxResults there is no next page (Amazon SQS API reference).
    const hasMore = MaxResults !== undefined && rest.length > page.length;
    return {
      QueueUrls: page.length > 0 ? page.map((name) => queueUrl(context, name)) : undefined,
      NextToken: hasMore ? Buffer.from(page.at(-1) as string).toString('base64') : undefined,
    };
  },
});

function checkedLimit(maxResults = MOST_RESULTS): number {
  if (maxResults >= 1 && maxResults <= MOST_RESULTS) return maxResults;
  throw invalidParameter('MaxResults', maxResults, `Must be between 1 and ${MOST_RESULTS}.`);
}

function lastNameOf(token: string): string {
  const name = Buffer.from(token, 'base64').toString();
  if (/^[A-Za-z0-9_-]+(\.fifo)?$/.test(name)) return name;
  throw invalidParameter('NextToken', token, 'The token is not valid.');
}
