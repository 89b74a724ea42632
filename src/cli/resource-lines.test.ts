import { expect, test } from 'vitest';
import { planTemplate } from '../template/plan-template.ts';
import { resourceLines } from './resource-lines.ts';
import { PLAIN } from './style.ts';

const TEMPLATE = `
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {Name: orders, ShardCount: 2}}
  Fan:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {ConsumerName: audit, StreamARN: !GetAtt Orders.Arn}
  Failed: {Type: AWS::SQS::Queue, Properties: {QueueName: failed, MessageRetentionPeriod: 82800}}
  Ordered: {Type: AWS::SQS::Queue, Properties: {QueueName: o.fifo, FifoQueue: true}}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
  Consumer:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: Consumer
      Runtime: nodejs22.x
      Handler: app.handler
      Role: !GetAtt Role.Arn
      Code: src
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !Ref Fan
      FunctionName: !Ref Consumer
      StartingPosition: LATEST
      MaximumRetryAttempts: 1
      DestinationConfig: {OnFailure: {Destination: !GetAtt Failed.Arn}}
`;

test('the table says what runs, with the settings that matter, and what does not', () => {
  const scope = { account: '000000000000', region: 'us-east-1' };
  const plan = planTemplate(TEMPLATE, { fileName: 'template.yaml', scope, stackName: 'shop' });
  expect(resourceLines(plan, 'template.yaml', PLAIN)).toEqual([
    '  stream      Orders    2 shards · records kept 24 h',
    '                        named orders',
    '  consumer    Fan       consumer of Orders',
    '                        named audit',
    '  function    Consumer  nodejs22.x · app.handler · 128 MB · 3 s',
    '  mapping     Mapping   Fan → Consumer',
    '                        batches of 100 · no bisect · 1 retry · any age · LATEST · failures to failed',
    '  queue       Failed    messages kept 23 h',
    '                        named failed',
    '  FIFO queue  Ordered   messages kept 96 h',
    '                        named o.fifo',
    '  not run     Role      AWS::IAM::Role: resources of this type do not run here',
  ]);
});

test.each([
  [
    [
      'MaximumBatchingWindowInSeconds: 5',
      'ParallelizationFactor: 2',
      `FilterCriteria: {Filters: [{Pattern: '{"data": {"n": [1]}}'}]}`,
      'Enabled: false',
    ],
    'batching window of 5 s · 2 batches at a time · 1 filter · disabled',
  ],
  [['TumblingWindowInSeconds: 60'], 'tumbling windows of 60 s'],
])('which records come together is said where it is set: %j', (properties, said) => {
  const plan = planTemplate([TEMPLATE.trimEnd(), ...properties].join('\n      '), {
    fileName: 'template.yaml',
    scope: { account: '000000000000', region: 'us-east-1' },
    stackName: 'shop',
  });
  expect(resourceLines(plan, 'template.yaml', PLAIN)).toContain(`${' '.repeat(24)}${said}`);
});
