import { expect, test } from 'vitest';
import { plan } from '../plan.suite.ts';

const ALARM = {
  Namespace: 'Shop',
  MetricName: 'Orders',
  Statistic: 'Maximum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
};

/** A template with an alarm beside a queue, a topic and a stream. */
const withAlarm = (properties: object) =>
  plan(
    JSON.stringify({
      Resources: {
        Orders: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } },
        Failures: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failures' } },
        Calls: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'calls' } },
        Waiting: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...ALARM, ...properties } },
      },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Waiting', 'Arn'] } } },
    }),
  );

test('an alarm is planned, with what it refers to', () => {
  const planned = withAlarm({
    AlarmName: 'waiting',
    AlarmDescription: 'Something was given up.',
    Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': ['Failures', 'QueueName'] } }],
    AlarmActions: [{ Ref: 'Calls' }],
    TreatMissingData: 'notBreaching',
  });
  expect(planned.alarms).toMatchObject([
    {
      name: 'waiting',
      description: 'Something was given up.',
      actionsEnabled: true,
      actions: { ALARM: [expect.stringMatching(/:calls$/)], OK: [], INSUFFICIENT_DATA: [] },
      dimensions: [{ name: 'QueueName', value: 'failures' }],
      periodSeconds: 60,
      treatMissingData: 'notBreaching',
    },
  ]);
  expect(planned.outputs[0]?.value).toMatch(/:alarm:waiting$/);
});

test.each([
  [{ Namespace: 'AWS/DynamoDB' }, 'there are no metrics of AWS/DynamoDB here'],
  [{ Metrics: [] }, 'Metrics is not supported here'],
  [{ ExtendedStatistic: 'p99' }, 'ExtendedStatistic is not supported here'],
  [{ Period: 10 }, 'periods must be whole minutes here'],
  [{ AlarmActions: ['arn:aws:automate:x:ec2:stop'] }, /^only topics can be told here/],
  [{ AlarmActions: [{ 'Fn::ImportValue': 'calls' }] }, /ImportValue/],
  [{ Threshold: undefined }, 'it has no Threshold'],
  [{ ComparisonOperator: 'LessThanLowerThreshold' }, /enum value set/],
  [{ Dimensions: [{ Name: 'QueueName' }] }, 'a dimension has no Value'],
])('an alarm with %j is listed as not run', (properties, why) => {
  const planned = withAlarm(properties);
  expect(planned.alarms).toEqual([]);
  const text = typeof why === 'string' ? why : expect.stringMatching(why);
  expect(planned.notRun).toMatchObject([
    { logicalId: 'Waiting', type: 'AWS::CloudWatch::Alarm', why: text },
  ]);
});
