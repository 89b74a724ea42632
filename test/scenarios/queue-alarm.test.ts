import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { available } from '../available.ts';
import { awsCliOf } from '../aws-cli.ts';
import { Running, temporaryFolder } from '../running.ts';

/** What lint asks for: somebody is told when a failure queue is not empty. */
const TEMPLATE = `
Resources:
  Orders:
    Type: AWS::Kinesis::Stream
    Properties: { ShardCount: 1 }
  Failures:
    Type: AWS::SQS::Queue
    Properties: { QueueName: failures }
  Told:
    Type: AWS::SQS::Queue
    Properties: { QueueName: told }
  OnCall:
    Type: AWS::SNS::Topic
    Properties:
      Subscription: [{ Protocol: sqs, Endpoint: !GetAtt Told.Arn }]
  FailuresAlarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      AlarmName: failures
      Namespace: AWS/SQS
      MetricName: ApproximateNumberOfMessagesVisible
      Dimensions: [{ Name: QueueName, Value: !GetAtt Failures.QueueName }]
      Statistic: Maximum
      Period: 60
      EvaluationPeriods: 1
      ComparisonOperator: GreaterThanThreshold
      Threshold: 0
      AlarmActions: [!Ref OnCall]
`;
const HAS_AWS_CLI = available('aws');

test.skipIf(!HAS_AWS_CLI)(
  'an alarm on a failure queue tells whoever is on call, and is over when it is empty (needs aws)',
  async () => {
    using folder = temporaryFolder();
    const template = join(folder.path, 'template.yaml');
    writeFileSync(template, TEMPLATE);
    await using up = await Running.up([template, '--ephemeral', '--clock', 'manual']);
    const aws = awsCliOf(up);
    const url = async (name: string): Promise<string> =>
      (await aws('sqs', 'get-queue-url', '--queue-name', name)).QueueUrl;
    const state = async () =>
      (await aws('cloudwatch', 'describe-alarms', '--alarm-names', 'failures')).MetricAlarms[0]
        .StateValue;
    const failures = ['--queue-url', await url('failures')];
    expect(up.output).not.toContain('metrics');

    await aws('sqs', 'send-message', ...failures, '--message-body', 'given up');
    await up.advance(60_000);
    expect(await state()).toBe('ALARM');
    const told = await aws('sqs', 'receive-message', '--queue-url', await url('told'));
    expect(told.Messages[0].Body).toContain('ApproximateNumberOfMessagesVisible');

    const { Messages } = await aws('sqs', 'receive-message', ...failures);
    const handle = ['--receipt-handle', Messages[0].ReceiptHandle];
    await aws('sqs', 'delete-message', ...failures, ...handle);
    await up.advance(60_000);
    expect(await state()).toBe('OK');
  },
);
