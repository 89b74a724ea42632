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

/** The groups by name; `nextToken` has the last name of a page that is not the last one. */
export function describeGroups(
  reader: Reader,
  scope: Scope,
  query: GroupQuery,
): { groups: LogGroup[]; nextToken?: string } {
  const { prefix = '', pattern = '', names, limit = MOST_DESCRIBED, nextToken } = query;
  const last = nextToken === undefined ? '' : readGroupToken(nextToken);
  const isWanted = (name: string) =>
    name > last &&
    name.startsWith(prefix) &&
    name.includes(pattern) &&
    (!names || names.includes(name));
  const groups: LogGroup[] = [];
  for (const { value } of reader.range<GroupEntry>({ prefix: groupKey(scope) })) {
    const { name } = value;
    if (!isWanted(name)) continue;
    if (groups.length === limit) return { groups, nextToken: writeGroupToken(groups.at(-1)!.name) };
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
  const places = entries.map((entry) => ({ entry, place: placeOf(entry, orderBy) }));
  const sign = descending ? -1 : 1;
  places.sort((one, other) => sign * compare(one.place, other.place));
  // The stream that ended the page before may be gone: it goes on behind where that one stood.
  const behind = nextToken === undefined ? undefined : readToken(nextToken);
  const left = behind ? places.filter(({ place }) => sign * compare(place, behind) > 0) : places;
  const page = left.slice(0, limit);
  const streams = page.map(({ entry }) => ({ ...entry, arn: `${arn}:log-stream:${entry.name}` }));
  return {
    streams,
    ...(page.length < left.length && { nextToken: writeToken(page.at(-1)!.place) }),
  };
}

/** Where a stream stands among the others of its group. */
interface StreamPlace {
  /** 0 where streams are in the order of their names. */
  readonly timeMs: number;
  readonly name: string;
}

const placeOf = (entry: StreamEntry, orderBy: StreamQuery['orderBy']): StreamPlace => ({
  timeMs: orderBy === 'LastEventTime' ? lastTime(entry) : 0,
  name: entry.name,
});

function compare(one: StreamPlace, other: StreamPlace): number {
  if (one.timeMs !== other.timeMs) return one.timeMs - other.timeMs;
  if (one.name === other.name) return 0;
  return one.name < other.name ? -1 : 1;
}

const writeToken = ({ timeMs, name }: StreamPlace) => `s/${timeMs}/${name}`;

function readToken(token: string): StreamPlace {
  const [, timeMs, name] = /^s\/(\d+)\/(.+)$/s.exec(token) ?? [];
  if (timeMs === undefined || name === undefined) throw invalidToken();
  return { timeMs: Number(timeMs), name };
}

const writeGroupToken = (name: string) => `g/${name}`;

function readGroupToken(token: string): string {
  const [, name] = /^g\/(.+)$/s.exec(token) ?? [];
  if (name === undefined) throw invalidToken();
  return name;
}

const invalidToken = () =>
  new LogError('InvalidParameterException', 'The specified nextToken is invalid.');
