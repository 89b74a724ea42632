import { invalidParameter } from '../../sqs/queue-error.ts';

/** The most that one answer holds, and all that one without MaxResults does. */
const MOST_RESULTS = 1000;

/** Which part of a list of queues is asked for. */
interface Paging {
  readonly NextToken?: string | undefined;
  readonly MaxResults?: number | undefined;
}

/**
 * A page of queues, and what asks for the next one; there is one only for who gave MaxResults
 * (Amazon SQS API reference).
 *
 * @param names all of them, in order
 * @throws QueueError InvalidParameterValue
 */
export function pageOfQueues(names: readonly string[], { NextToken, MaxResults }: Paging) {
  const limit = checkedLimit(MaxResults);
  const after = NextToken === undefined ? '' : lastNameOf(NextToken);
  const rest = names.filter((name) => name > after);
  const page = rest.slice(0, limit);
  const hasMore = MaxResults !== undefined && rest.length > page.length;
  const token = hasMore ? Buffer.from(page.at(-1) as string).toString('base64') : undefined;
  return { page, NextToken: token };
}

function checkedLimit(maxResults = MOST_RESULTS): number {
  if (maxResults >= 1 && maxResults <= MOST_RESULTS) return maxResults;
  throw invalidParameter('MaxResults', maxResults, `Must be between 1 and ${MOST_RESULTS}.`);
}

function lastNameOf(token: string): string {
  const name = Buffer.from(token, 'base64').toString();
  if (/^[A-Za-z0-9_-]+(\.fifo)?$/.test(name)) return name;
  throw invalidParameter('NextToken', token, 'The token is not valid.');
}
