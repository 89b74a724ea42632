import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient } from './kinesis-client.suite.ts';

const ALL = [
  'IncomingBytes',
  'IncomingRecords',
  'OutgoingBytes',
  'OutgoingRecords',
  'WriteProvisionedThroughputExceeded',
  'ReadProvisionedThroughputExceeded',
  'IteratorAgeMilliseconds',
];

test('metrics of shards are enabled and disabled, one by one or all at once', async () => {
  const { call, created } = kinesisClient();
  await created();
  const change = async (verb: string, ...ShardLevelMetrics: string[]) => {
    const input = { StreamName: 'orders', ShardLevelMetrics };
    const answer = await call(`${verb}EnhancedMonitoring`, input);
    expect(answer).toMatchObject({ StreamName: 'orders', StreamARN: ARN });
    return [answer.CurrentShardLevelMetrics, answer.DesiredShardLevelMetrics];
  };
  const two = ['IncomingBytes', 'OutgoingRecords'];
  expect(await change('Enable', 'OutgoingRecords', 'IncomingBytes')).toEqual([[], two]);
  expect(await change('Disable', 'OutgoingRecords')).toEqual([two, ['IncomingBytes']]);
  expect(await change('Enable', 'ALL')).toEqual([['IncomingBytes'], ALL]);
  const { StreamDescriptionSummary } = await call('DescribeStreamSummary', { StreamARN: ARN });
  expect(StreamDescriptionSummary.EnhancedMonitoring).toEqual([{ ShardLevelMetrics: ALL }]);
  expect(await change('Disable', 'ALL')).toEqual([ALL, []]);
  await expect(change('Enable', 'Other')).rejects.toEqual(
    refused('ValidationException', /'shardLevelMetrics'/),
  );
});
