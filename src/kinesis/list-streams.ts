import type { Scope } from '../aws/scope.ts';
import { LIMITS } from './limits.ts';
import { describeShard, type ShardDescription } from './shard.ts';
import { filterShards, type ShardFilter } from './shard-filter.ts';
import { describeStream, type Stream, type StreamDescription, streamNotFound } from './stream.ts';
import type { StreamRegistry } from './stream-registry.ts';
import type { Tokens } from './tokens.ts';

export interface ListStreamsOptions {
  /** Lists the streams whose names follow this one. */
  readonly after?: string | undefined;
  /** Lists on from an earlier page, whatever `after` says. */
  readonly nextToken?: string | undefined;
  /** 100 unless given, and at most. */
  readonly limit?: number | undefined;
}

export interface StreamList {
  readonly streams: StreamDescription[];
  /** For the following page; absent when nothing follows. */
  readonly nextToken?: string | undefined;
}

export interface ListShardsOptions {
  /** Without one, the shards that the retention period covers. */
  readonly filter?: ShardFilter | undefined;
  /** Lists the shards after this one. */
  readonly afterIndex?: number | undefined;
  /** 1000 unless given, and at most. */
  readonly limit?: number | undefined;
}

export interface ShardList {
  readonly streamName: string;
  readonly shards: ShardDescription[];
  /** For the following page; absent when nothing follows. */
  readonly nextToken?: string | undefined;
}

interface Context {
  readonly registry: StreamRegistry;
  readonly tokens: Tokens;
  readonly scope: Scope;
  readonly nowMs: number;
}

/** One page of the streams of a scope, in the order of their names. */
export function pageOfStreams(context: Context, options: ListStreamsOptions): StreamList {
  const { registry, tokens, scope } = context;
  const { nextToken, limit = LIMITS.listStreamsPage } = options;
  const page = nextToken === undefined ? options : tokens.read('stream-page', nextToken, context);
  const following = registry
    .all(scope)
    .filter(({ definition }) => definition.streamName > (page.after ?? ''));
  const streams = following.slice(0, Math.min(limit, LIMITS.listStreamsPage)).map(describeStream);
  const last = streams.at(-1);
  if (!last || following.length === streams.length) return { streams };
  const content = { after: last.streamName };
  return { streams, nextToken: tokens.write('stream-page', content, context) };
}

/** One page of the shards of a stream, in the order of their ids. */
export function pageOfShards(
  context: Context,
  stream: Stream,
  { filter, afterIndex = -1, limit = LIMITS.listShardsPage }: ListShardsOptions,
): ShardList {
  const { tokens, nowMs } = context;
  const { definition, shards } = stream;
  const { streamName, streamId } = definition;
  const following = filterShards(shards, filter, { definition, nowMs }).filter(
    (shard) => shard.definition.index > afterIndex,
  );
  const page = following.slice(0, Math.min(limit, LIMITS.listShardsPage));
  const last = page.at(-1);
  const listed = page.map(describeShard);
  if (!last || following.length === page.length) return { streamName, shards: listed };
  const content = { streamName, streamId, afterIndex: last.definition.index, filter };
  const nextToken = tokens.write('shard-page', content, context);
  return { streamName, shards: listed, nextToken };
}

/**
 * The page of shards that a token stands for, and the stream they belong to.
 *
 * @throws KinesisError InvalidArgument, NextTokenExpired, StreamNotFound
 */
export function nextPageOfShards(context: Context, nextToken: string, limit?: number): ShardList {
  const { registry, tokens, scope } = context;
  const { streamName, streamId, ...page } = tokens.read('shard-page', nextToken, context);
  const stream = registry.get(scope, streamName);
  if (stream.definition.streamId !== streamId) throw streamNotFound(streamName, scope.account);
  return pageOfShards(context, stream, { ...page, limit });
}
