import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { available } from '../available.ts';
import { ROOT, Running, run, temporaryFolder } from '../running.ts';

const TEMPLATE = join(ROOT, 'pattern/template.yaml');
const HAS_AWS_CLI = available('aws');
const FIRST = 'shardId-000000000000';

/** Calls `aws kinesis` and gives its answer; rejects with what it says when it fails. */
async function kinesis(running: Running, ...args: string[]) {
  const { status, stdout, stderr } = await run('aws', ['kinesis', ...args, '--output', 'json'], {
    env: running.env,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim() === '' ? {} : JSON.parse(stdout);
}

describe.skipIf(!HAS_AWS_CLI)('a stream in use, with the AWS CLI (needs aws)', () => {
  test('is split, merged, scaled and kept longer, and remembers it', async () => {
    using folder = temporaryFolder();
    const args = [TEMPLATE, '--data', join(folder.path, 'data')];
    await using first = await Running.up(args);
    const orders = ['--stream-name', 'orders'];
    const call = (operation: string, ...rest: string[]) =>
      kinesis(first, operation, ...orders, ...rest);
    const openShards = async (running: Running) => {
      const filter = ['--shard-filter', 'Type=AT_LATEST'];
      const { Shards } = await kinesis(running, 'list-shards', ...orders, ...filter);
      return Shards.map(({ ShardId }: { ShardId: string }) => Number(ShardId.slice(-12)));
    };

    await call('create-stream', '--shard-count', '1');
    const middle = String(2n ** 127n);
    await call('split-shard', '--shard-to-split', FIRST, '--new-starting-hash-key', middle);
    expect(await openShards(first)).toEqual([1, 2]);
    const adjacent = ['--adjacent-shard-to-merge', 'shardId-000000000002'];
    await call('merge-shards', '--shard-to-merge', 'shardId-000000000001', ...adjacent);
    expect(await openShards(first)).toEqual([3]);
    const scaling = ['--scaling-type', 'UNIFORM_SCALING', '--target-shard-count'];
    const scaled = await call('update-shard-count', ...scaling, '2');
    expect(scaled).toMatchObject({ CurrentShardCount: 1, TargetShardCount: 2 });
    await expect(call('update-shard-count', ...scaling, '5')).rejects.toThrow(
      'UpdateShardCount cannot scale up over double',
    );
    await call('increase-stream-retention-period', '--retention-period-hours', '48');
    await expect(
      call('increase-stream-retention-period', '--retention-period-hours', '24'),
    ).rejects.toThrow('Use DecreaseRetentionPeriod API.');
    await call('decrease-stream-retention-period', '--retention-period-hours', '30');
    expect(await first.end()).toBe(0);

    await using second = await Running.up(args);
    expect(await openShards(second)).toEqual([4, 5]);
    const { Shards } = await kinesis(second, 'list-shards', ...orders);
    expect(Shards).toHaveLength(6);
    expect(Shards[3]).toMatchObject({
      ParentShardId: 'shardId-000000000001',
      AdjacentParentShardId: 'shardId-000000000002',
      SequenceNumberRange: { EndingSequenceNumber: expect.stringMatching(/^\d{56}$/) },
    });
    const { StreamDescriptionSummary } = await kinesis(
      second,
      'describe-stream-summary',
      ...orders,
    );
    expect(StreamDescriptionSummary).toMatchObject({ RetentionPeriodHours: 30, OpenShardCount: 2 });
  });

  test('has consumers, and is deleted only with them', async () => {
    await using running = await Running.up([TEMPLATE, '--ephemeral']);
    const call = (...args: string[]) => kinesis(running, ...args);
    await call('create-stream', '--stream-name', 'orders', '--shard-count', '1');
    const summary = await call('describe-stream-summary', '--stream-name', 'orders');
    const stream = ['--stream-arn', summary.StreamDescriptionSummary.StreamARN];
    const name = ['--consumer-name', 'audit'];
    const { Consumer } = await call('register-stream-consumer', ...stream, ...name);
    expect(Consumer.ConsumerARN).toMatch(/:stream\/orders\/consumer\/audit:\d+$/);
    const consumer = ['--consumer-arn', Consumer.ConsumerARN];
    const { ConsumerDescription } = await call('describe-stream-consumer', ...consumer);
    expect(ConsumerDescription).toEqual({ ...Consumer, StreamARN: stream[1] });
    const { Consumers } = await call('list-stream-consumers', ...stream);
    expect(Consumers).toEqual([Consumer]);
    await expect(call('delete-stream', '--stream-name', 'orders')).rejects.toThrow(
      'ResourceInUseException',
    );
    await call('deregister-stream-consumer', ...consumer);
    await expect(call('describe-stream-consumer', ...consumer)).rejects.toThrow(
      'ResourceNotFoundException',
    );
    await call('delete-stream', '--stream-name', 'orders');
  });
});
