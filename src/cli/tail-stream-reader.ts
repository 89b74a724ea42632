import type { ChildShard, KinesisClient, Shard } from '@aws-sdk/client-kinesis';
import type { ShardPosition, StreamReader, TailedShard } from './tail-stream.ts';

/** Reads a stream through the AWS SDK, which is loaded only now. */
export async function streamReader(
  client: KinesisClient,
  streamName: string,
): Promise<StreamReader> {
  const { GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } = await import(
    '@aws-sdk/client-kinesis'
  );
  return {
    async shards(from) {
      // Who wants what comes next has nothing to do with closed shards.
      const Type = from.type === 'latest' ? 'AT_LATEST' : 'FROM_TRIM_HORIZON';
      const shards: TailedShard[] = [];
      let NextToken: string | undefined;
      do {
        const asked = NextToken
          ? { NextToken }
          : { StreamName: streamName, ShardFilter: { Type } as const };
        const answer = await client.send(new ListShardsCommand(asked));
        shards.push(...(answer.Shards ?? []).map(shardOf));
        NextToken = answer.NextToken;
      } while (NextToken);
      return shards;
    },
    async iterator(shardId, position) {
      const { ShardIterator } = await client.send(
        new GetShardIteratorCommand({
          StreamName: streamName,
          ShardId: shardId,
          ...iteratorType(position),
        }),
      );
      return ShardIterator ?? '';
    },
    async read(shardId, ShardIterator) {
      const answer = await client.send(new GetRecordsCommand({ ShardIterator }));
      return {
        records: (answer.Records ?? []).map((record) => ({
          shardId,
          sequenceNumber: record.SequenceNumber ?? '',
          partitionKey: record.PartitionKey ?? '',
          data: record.Data ?? new Uint8Array(),
          arrivedAtMs: record.ApproximateArrivalTimestamp?.getTime() ?? 0,
        })),
        next: answer.NextShardIterator,
        children: (answer.ChildShards ?? []).map(childOf),
        behindMs: answer.MillisBehindLatest ?? 0,
      };
    },
  };
}

function iteratorType(position: ShardPosition) {
  switch (position.type) {
    case 'latest':
      return { ShardIteratorType: 'LATEST' as const };
    case 'trim-horizon':
      return { ShardIteratorType: 'TRIM_HORIZON' as const };
    case 'timestamp':
      return {
        ShardIteratorType: 'AT_TIMESTAMP' as const,
        Timestamp: new Date(Math.max(0, position.atMs)),
      };
    case 'sequence-number':
      return {
        ShardIteratorType: 'AT_SEQUENCE_NUMBER' as const,
        StartingSequenceNumber: position.sequenceNumber,
      };
    case 'after':
      return {
        ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const,
        StartingSequenceNumber: position.sequenceNumber,
      };
  }
}

const shardOf = ({ ShardId = '', ParentShardId, AdjacentParentShardId }: Shard): TailedShard => ({
  shardId: ShardId,
  parentIds: [ParentShardId, AdjacentParentShardId].filter((id) => id !== undefined),
});

const childOf = ({ ShardId = '', ParentShards = [] }: ChildShard): TailedShard => ({
  shardId: ShardId,
  parentIds: ParentShards,
});
