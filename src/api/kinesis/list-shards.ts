import type { Scope } from '../../aws/scope.ts';
import type { ShardFilter } from '../../kinesis/shard-filter.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { type Infer, list, required, string, structure, timestamp } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { checkCreation } from './check-creation.ts';
import { describedShard, shardIndexOf } from './described.ts';
import { invalidArgument, namedStreamIfAny } from './named-stream.ts';
import { nextToken, pageLimit, shard, shardId, streamMembers } from './shapes.ts';

const shardFilter = structure({
  Type: required(
    string({
      enum: [
        'AFTER_SHARD_ID',
        'AT_TRIM_HORIZON',
        'FROM_TRIM_HORIZON',
        'AT_LATEST',
        'AT_TIMESTAMP',
        'FROM_TIMESTAMP',
      ],
    }),
  ),
  ShardId: shardId,
  Timestamp: timestamp(),
});

const input = structure({
  ...streamMembers,
  NextToken: nextToken,
  ExclusiveStartShardId: shardId,
  MaxResults: pageLimit,
  StreamCreationTimestamp: timestamp(),
  ShardFilter: shardFilter,
});

/** Lists shards, at most 1000 at once; a token leads to the following ones for five minutes. */
export const listShards = operation<Streams>()({
  name: 'ListShards',
  input,
  output: structure({ Shards: list(shard), NextToken: nextToken }),
  handle(streams, request, { scope }) {
    const streamName = namedStreamIfAny(streams, request, scope);
    const { NextToken: token, MaxResults: limit } = request;
    if (token !== undefined) refuseBesideToken(request);
    const page =
      token === undefined
        ? streams.listShards(scope, checkStream(streams, request, { streamName, scope }), {
            afterIndex: startOf(request, { streamName, scope }),
            filter: filterOf(request, { streamName, scope }),
            limit,
          })
        : streams.listMoreShards(scope, token, limit);
    if (streamName !== undefined && streamName !== page.streamName) {
      throw invalidArgument('StreamARN and NextToken name two different streams.');
    }
    return { Shards: page.shards.map(describedShard), NextToken: page.nextToken };
  },
});

type Request = Infer<typeof input>;
type Named = { streamName: string | undefined; scope: Scope };

/**
 * A token already stands for a stream and what to list of it (Kinesis API reference). The stream's
 * ARN may be repeated, because a client that pages by itself does.
 */
function refuseBesideToken(request: Request): void {
  const names = [
    'StreamName',
    'StreamCreationTimestamp',
    'ExclusiveStartShardId',
    'ShardFilter',
  ] as const;
  const given = names.find((name) => request[name] !== undefined);
  if (given) throw invalidArgument(`NextToken and ${given} cannot be provided together.`);
}

/** The stream that is named, and was created when the request says. */
function checkStream(streams: Streams, request: Request, { streamName, scope }: Named): string {
  if (streamName === undefined) {
    throw invalidArgument('Either NextToken or StreamName should be provided.');
  }
  checkCreation(streams, request.StreamCreationTimestamp, { streamName, scope });
  return streamName;
}

function startOf({ ExclusiveStartShardId: after }: Request, { streamName, scope }: Named) {
  return after === undefined ? undefined : shardIndexOf(after, { streamName: streamName!, scope });
}

/** Each type takes only the member that it needs (Kinesis API reference, ShardFilter). */
function filterOf(request: Request, { streamName, scope }: Named): ShardFilter | undefined {
  const { Type, ShardId, Timestamp } = request.ShardFilter ?? {};
  if (Type === undefined) return undefined;
  const type = Type as ShardFilter['type'];
  if (type === 'AFTER_SHARD_ID') {
    if (ShardId === undefined) throw invalidArgument(`ShardFilter ${type} needs a ShardId.`);
    refuseMember('Timestamp', Timestamp, type);
    return { type, shardIndex: shardIndexOf(ShardId, { streamName: streamName!, scope }) };
  }
  refuseMember('ShardId', ShardId, type);
  if (type === 'AT_TIMESTAMP' || type === 'FROM_TIMESTAMP') {
    if (Timestamp === undefined) throw invalidArgument(`ShardFilter ${type} needs a Timestamp.`);
    return { type, timestamp: Timestamp };
  }
  refuseMember('Timestamp', Timestamp, type);
  return { type };
}

function refuseMember(name: string, value: unknown, type: string): void {
  if (value === undefined) return;
  throw invalidArgument(`${name} cannot be provided with ShardFilter ${type}.`);
}
