import { formatArn } from '../aws/arn.ts';
import type { Scope } from '../aws/scope.ts';
import type { Reader } from '../store/store.ts';
import { type GroupEntry, groupKey, type StreamEntry, streamKey } from './log-entries.ts';
import { LogError } from './log-error.ts';

/** Source: DescribeLogGroups and DescribeLogStreams API reference. */
const MOST_DESCRIBED = 50;

export interface LogGroup extends GroupEntry {
  readonly arn: string;
}

export interface LogStream extends StreamEntry {
  readonly arn: string;
}

export interface GroupQuery {
  readonly prefix?: string | undefined;
  /** Part of the name. */
  readonly pattern?: string | undefined;
  /** Only these. */
  readonly names?: readonly string[] | undefined;
  readonly limit?: number | undefined;
  readonly nextToken?: string | undefined;
}

export interface StreamQuery {
  readonly group: string;
  readonly prefix?: string | undefined;
  /** `LogStreamName` unless given. */
  readonly orderBy?: 'LogStreamName' | 'LastEventTime' | undefined;
  readonly descending?: boolean | undefined;
  readonly limit?: number | undefined;
  readonly nextToken?: string | undefined;
}

export const alreadyExists = (what: string) =>
  new LogError('ResourceAlreadyExistsException', `The specified ${what} already exists`);

export const notFound = (what: string) =>
  new LogError('ResourceNotFoundException', `The specified ${what} does not exist.`);

/** Throws `ResourceNotFoundException`. */
export function findGroup(reader: Reader, scope: Scope, name: string): LogGroup {
  const entry = reader.get<GroupEntry>(groupKey(scope, name));
  if (!entry) throw notFound('log group');
  return { ...entry, arn: formatArn(scope, 'logs', `log-group:${name}`) };
}

/** The groups by name; `nextToken` is the last name of a page that is not the last one. */
export function describeGroups(
  reader: Reader,
  scope: Scope,
  query: GroupQuery,
): { groups: LogGroup[]; nextToken?: string } {
  const { prefix = '', pattern = '', names, limit = MOST_DESCRIBED, nextToken = '' } = query;
  const isWanted = (name: string) =>
    name > nextToken &&
    name.startsWith(prefix) &&
    name.includes(pattern) &&
    (!names || names.includes(name));
  const groups: LogGroup[] = [];
  for (const { value } of reader.range<GroupEntry>({ prefix: groupKey(scope) })) {
    const { name } = value;
    if (!isWanted(name)) continue;
    if (groups.length === limit) return { groups, nextToken: groups.at(-1)!.name };
    groups.push({ ...value, arn: formatArn(scope, 'logs', `log-group:${name}`) });
  }
  return { groups };
}

const lastTime = ({ lastEventTimestamp, creationTime }: StreamEntry) =>
  lastEventTimestamp ?? creationTime;

/** Throws `ResourceNotFoundException`. */
export function describeStreams(
  reader: Reader,
  scope: Scope,
  { group, prefix = '', orderBy, descending, limit = MOST_DESCRIBED, nextToken }: StreamQuery,
): { streams: LogStream[]; nextToken?: string } {
  const { arn } = findGroup(reader, scope, group);
  const entries = [...reader.range<StreamEntry>({ prefix: streamKey(scope, group) })]
    .map(({ value }) => value)
    .filter(({ name }) => name.startsWith(prefix));
  if (orderBy === 'LastEventTime') entries.sort((one, other) => lastTime(one) - lastTime(other));
  if (descending) entries.reverse();
  const start = nextToken ? entries.findIndex(({ name }) => name === nextToken) + 1 : 0;
  const streams = entries
    .slice(start, start + limit)
    .map((entry) => ({ ...entry, arn: `${arn}:log-stream:${entry.name}` }));
  const hasMore = start + limit < entries.length;
  return { streams, ...(hasMore && { nextToken: streams.at(-1)!.name }) };
}
