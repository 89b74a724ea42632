import {
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  ListShardsCommand,
  type Shard,
} from '@aws-sdk/client-kinesis';
import type { ListedShard } from './checks/shards.ts';
import type { ReadRecord } from './checks/streams.ts';
import type { Client } from './client.ts';
import { idOf } from './record-text.ts';

/** Every shard of a stream, the closed ones too. */
export async function listShards(client: Client, streamName: string): Promise<ListedShard[]> {
  const shards: Shard[] = [];
  let NextToken: string | undefined;
  do {
    const input = NextToken ? { NextToken } : { StreamName: streamName };
    const page = await client.kinesis.send(new ListShardsCommand(input));
    shards.push(...(page.Shards ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return shards.map(({ ShardId, HashKeyRange, SequenceNumberRange, ...shard }) => ({
    shardId: ShardId ?? '',
    parents: [shard.ParentShardId, shard.AdjacentParentShardId].filter((id) => id !== undefined),
    startingHashKey: HashKeyRange?.StartingHashKey ?? '',
    endingHashKey: HashKeyRange?.EndingHashKey ?? '',
    isClosed: SequenceNumberRange?.EndingSequenceNumber !== undefined,
  }));
}

/** Everything that a shard holds behind a sequence number, or from its oldest record on. */
export async function readShard(
  client: Client,
  place: { streamName: string; shardId: string; after?: string | undefined },
): Promise<ReadRecord[]> {
  const { ShardIterator } = await client.kinesis.send(
    new GetShardIteratorCommand({
      StreamName: place.streamName,
      ShardId: place.shardId,
      ...(place.after === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: place.after }),
    }),
  );
  const records: ReadRecord[] = [];
  let iterator = ShardIterator;
  while (iterator) {
    const input = { ShardIterator: iterator };
    const page: GetRecordsCommandOutput = await client.kinesis.send(new GetRecordsCommand(input));
    for (const record of page.Records ?? []) {
      records.push({
        sequenceNumber: record.SequenceNumber ?? '',
        id: idOf(Buffer.from(record.Data ?? []).toString('latin1')),
        arrivalMs: record.ApproximateArrivalTimestamp?.getTime() ?? 0,
      });
    }
    const isAtTip = page.MillisBehindLatest === 0 && page.Records?.length === 0;
    iterator = isAtTip ? undefined : page.NextShardIterator;
  }
  return records;
}
