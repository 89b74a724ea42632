import {
  MergeShardsCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { pick } from '../chance.ts';
import type { ListedShard } from '../checks/shards.ts';
import { listShards } from '../read-stream.ts';
import type { LoadContext, Source, Step } from './burst.ts';

const SHARDS = { least: 2, most: 8 };

/** Splits, merges and scales a stream, again and again, within a handful of shards. */
export function resharder(streamName: string): Source {
  return (context) => steps(context, streamName);
}

function steps(context: LoadContext, streamName: string): Step {
  const { client, ledger, random, signal } = context;
  const StreamName = streamName;
  const options = { abortSignal: signal };

  const split = async (shard: ListedShard) => {
    const [start, end] = [BigInt(shard.startingHashKey), BigInt(shard.endingHashKey)];
    const NewStartingHashKey = String(start + (end - start) / 2n + 1n);
    const input = { StreamName, ShardToSplit: shard.shardId, NewStartingHashKey };
    await client.kinesis.send(new SplitShardCommand(input), options);
    ledger.closed(streamName, shard.shardId);
  };

  const merge = async (shard: ListedShard, next: ListedShard) => {
    const AdjacentShardToMerge = next.shardId;
    const input = { StreamName, ShardToMerge: shard.shardId, AdjacentShardToMerge };
    await client.kinesis.send(new MergeShardsCommand(input), options);
    ledger.closed(streamName, shard.shardId, next.shardId);
  };

  const scale = async (TargetShardCount: number) => {
    const input = { StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' as const };
    await client.kinesis.send(new UpdateShardCountCommand(input), options);
  };

  return async () => {
    const open = (await listShards(client, streamName))
      .filter(({ isClosed }) => !isClosed)
      .sort((one, other) => (BigInt(one.startingHashKey) < BigInt(other.startingHashKey) ? -1 : 1));
    const at = Math.floor(random.fraction() * (open.length - 1));
    const choice = random.fraction();
    if (choice < 0.1) await scale(pick(random, [Math.max(1, open.length - 1), open.length + 1]));
    else if (open.length >= SHARDS.most || (choice < 0.5 && open.length > SHARDS.least)) {
      await merge(open[at]!, open[at + 1]!);
    } else await split(open[at]!);
  };
}
