import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { GeneratedRecord } from './generated-record.ts';
import type { OpenShard } from './shard-map.ts';

/** What became of one record of a request: absent codes mean that it was taken. */
export interface PutResult {
  readonly errorCode?: string | undefined;
  readonly errorMessage?: string | undefined;
}

/** What the generator needs of a stream. */
export interface KinesisPort {
  /** Rejects when the request as a whole is refused. */
  put(records: readonly GeneratedRecord[]): Promise<readonly PutResult[]>;
  /** The shards that take records now. */
  openShards(): Promise<readonly OpenShard[]>;
}

/** A stream at AWS, or at an endpoint here, by the AWS SDK, which is loaded only now. */
export async function kinesisPort(client: KinesisClient, streamName: string): Promise<KinesisPort> {
  const { ListShardsCommand, PutRecordsCommand } = await import('@aws-sdk/client-kinesis');
  return {
    async put(records) {
      const Records = records.map(({ data, partitionKey }) => ({
        Data: data,
        PartitionKey: partitionKey,
      }));
      const answer = await client.send(new PutRecordsCommand({ StreamName: streamName, Records }));
      // Nearly always: nothing to look at.
      if (answer.FailedRecordCount === 0) return [];
      return (answer.Records ?? []).map(({ ErrorCode, ErrorMessage }) => ({
        errorCode: ErrorCode,
        errorMessage: ErrorMessage,
      }));
    },
    async openShards() {
      const shards: OpenShard[] = [];
      let NextToken: string | undefined;
      do {
        // The name and a token exclude each other (Kinesis API reference, ListShards).
        const page = NextToken ? { NextToken } : { StreamName: streamName };
        const ShardFilter = NextToken ? {} : { ShardFilter: { Type: 'AT_LATEST' as const } };
        const answer = await client.send(new ListShardsCommand({ ...page, ...ShardFilter }));
        for (const { ShardId, HashKeyRange, SequenceNumberRange } of answer.Shards ?? []) {
          // An endpoint that knows no filter names closed shards as well.
          if (!ShardId || !HashKeyRange || SequenceNumberRange?.EndingSequenceNumber) continue;
          shards.push({ shardId: ShardId, startingHashKey: HashKeyRange.StartingHashKey ?? '0' });
        }
        NextToken = answer.NextToken;
      } while (NextToken);
      return shards;
    },
  };
}
