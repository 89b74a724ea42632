import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { available } from '../available.ts';
import { awsCliOf } from '../aws-cli.ts';
import { Running, temporaryFolder } from '../running.ts';

/** What tells of a consumer that falls behind, whoever it is. */
const TEMPLATE = `
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties:
      Name: orders
      ShardCount: 1
      DesiredShardLevelMetrics: [IncomingRecords]
  BehindAlarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: behind
      Namespace: AWS/Kinesis
      MetricName: GetRecords.IteratorAgeMilliseconds
      Dimensions: [{ Name: StreamName, Value: !Ref Orders }]
      Statistic: Maximum
      Period: 60
      EvaluationPeriods: 1
      ComparisonOperator: GreaterThanThreshold
      Threshold: 30000
`;
const HAS_AWS_CLI = available('aws');

test.skipIf(!HAS_AWS_CLI)(
  'an alarm on the age of what is read tells of a consumer that falls behind (needs aws)',
  async () => {
    using folder = temporaryFolder();
    const template = join(folder.path, 'template.yaml');
    writeFileSync(template, TEMPLATE);
    await using up = await Running.up([template, '--ephemeral', '--clock', 'manual']);
    const aws = awsCliOf(up);
    expect(up.output).not.toContain('metrics');
    const orders = ['--stream-name', 'orders'];
    const put = () =>
      aws('kinesis', 'put-record', ...orders, '--partition-key', 'k', '--data', 'YQ==');
    const iteratorAt = async (type: string) =>
      (
        await aws(
          ...['kinesis', 'get-shard-iterator', ...orders, '--shard-id', 'shardId-000000000000'],
          ...['--shard-iterator-type', type],
        )
      ).ShardIterator;
    const read = async (type: string) =>
      aws('kinesis', 'get-records', '--shard-iterator', await iteratorAt(type));
    const alarm = async () =>
      (await aws('cloudwatch', 'describe-alarms', '--alarm-names', 'behind')).MetricAlarms[0]
        .StateValue;

    await put();
    await up.advance(40_000);
    expect((await read('TRIM_HORIZON')).Records).toHaveLength(1);
    await up.advance(60_000);
    expect(await alarm()).toBe('ALARM');

    expect((await read('LATEST')).Records).toEqual([]);
    await up.advance(60_000);
    expect(await alarm()).toBe('OK');

    const listed = await aws('cloudwatch', 'list-metrics', '--namespace', 'AWS/Kinesis');
    const names = listed.Metrics.map((metric: { MetricName: string }) => metric.MetricName);
    expect(names).toEqual(
      expect.arrayContaining(['IncomingRecords', 'PutRecord.Success', 'GetRecords.Records']),
    );
    const ofShard = { Name: 'ShardId', Value: 'shardId-000000000000' };
    expect(listed.Metrics).toContainEqual({
      Namespace: 'AWS/Kinesis',
      MetricName: 'IncomingRecords',
      Dimensions: [{ Name: 'StreamName', Value: 'orders' }, ofShard],
    });
  },
);
