import type { Streams } from '../../kinesis/streams.ts';
import { integer, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';

const count = integer({ min: 0, max: 1_000_000 });

/** Tells how many shards and on-demand streams the account has in the region, and may have. */
export const describeLimits = operation<Streams>()({
  name: 'DescribeLimits',
  input: structure({}),
  output: structure({
    ShardLimit: required(count),
    OpenShardCount: required(count),
    OnDemandStreamCount: required(count),
    OnDemandStreamCountLimit: required(count),
  }),
  handle(streams, _input, { scope }) {
    const limits = streams.account.limits(scope);
    return {
      ShardLimit: limits.shardLimit,
      OpenShardCount: limits.openShardCount,
      OnDemandStreamCount: limits.onDemandStreamCount,
      OnDemandStreamCountLimit: limits.onDemandStreamCountLimit,
    };
  },
});
