import type { Scope } from '../aws/scope.ts';
import { KinesisError } from './kinesis-error.ts';
import { LIMITS } from './limits.ts';

/**
 * Refuses more open shards than an account may have in a region. The text is AWS's; an on-demand
 * stream's shards are counted like any others.
 *
 * @throws KinesisError ShardLimitExceeded
 */
export function checkShardLimit(
  { account, region }: Scope,
  { openShards, additional }: { openShards: number; additional: number },
): void {
  const limit = LIMITS.openShardsOfAnAccount;
  if (openShards + additional <= limit) return;
  throw new KinesisError(
    'ShardLimitExceeded',
    `This request would exceed the shard limit for the account ${account} in ${region}. ` +
      `Current shard count for the account: ${openShards}. Limit: ${limit}. ` +
      `Number of additional shards that would have resulted from this request: ${additional}. ` +
      'Refer to the AWS Service Limits page ' +
      '(http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html) ' +
      'for current limits and how to request higher limits.',
  );
}
