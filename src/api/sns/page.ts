import { invalidParameter } from '../../sns/topic-error.ts';

/** What one answer of a list holds (Amazon SNS API reference). */
const MOST_RESULTS = 100;

/**
 * One page of things, in the order of their ARNs, and the token of the next page.
 *
 * @throws TopicError InvalidParameter for a token that is none
 */
export function pageOf<Item extends { readonly arn: string }>(
  items: readonly Item[],
  token: string | undefined,
): { readonly page: Item[]; readonly nextToken: string | undefined } {
  const after = token === undefined ? '' : lastArnOf(token);
  const sorted = [...items].sort((a, b) => (a.arn < b.arn ? -1 : 1));
  const rest = sorted.filter(({ arn }) => arn > after);
  const page = rest.slice(0, MOST_RESULTS);
  const last = page.at(-1);
  const hasMore = last !== undefined && rest.length > page.length;
  return { page, nextToken: hasMore ? Buffer.from(last.arn).toString('base64') : undefined };
}

function lastArnOf(token: string): string {
  const arn = Buffer.from(token, 'base64').toString();
  if (arn.startsWith('arn:')) return arn;
  throw invalidParameter('NextToken');
}
