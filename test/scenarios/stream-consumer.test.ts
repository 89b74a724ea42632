import {
  KinesisClient,
  ListStreamConsumersCommand,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { temporaryProject } from '../project.ts';
import { Running, sluicebox } from '../running.ts';

const STREAM = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {Name: orders, ShardCount: 1}}
  Failed: {Type: AWS::SQS::Queue, Properties: {QueueName: failed}}
  Fan:
    Type: AWS::Kinesis::StreamConsumer
    Properties: {ConsumerName: audit, StreamARN: !GetAtt Orders.Arn}
  Handler:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: app.handler
      Runtime: nodejs22.x
      Environment: {Variables: {CONSUMER: !Ref Fan}}
      Events:
        Orders:
          Type: Kinesis
          Properties:
            Stream: !GetAtt Fan.ConsumerARN
            StartingPosition: TRIM_HORIZON
            MaximumRetryAttempts: 0
            DestinationConfig: {OnFailure: {Destination: !GetAtt Failed.Arn}}
`;
const HANDLER = `
export const handler = async ({ Records: [{ kinesis, eventSourceARN }] }) => {
  const text = Buffer.from(kinesis.data, 'base64').toString();
  console.log('MARK ' + text + ' ' + eventSourceARN + ' ' + process.env.CONSUMER);
  if (text === 'bad') throw new Error('bad');
};
`;

function project(template = TEMPLATE) {
  const it = temporaryProject(HANDLER, template);
  const args = [it.template, '--data', it.path('data'), '--logs'];
  return { args, [Symbol.dispose]: () => it[Symbol.dispose]() };
}

async function withKinesis<Value>(running: Running, use: (client: KinesisClient) => Value) {
  const client = new KinesisClient(running.settings);
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}

const put = (running: Running, text: string) =>
  withKinesis(running, (client) => {
    const record = { PartitionKey: 'p', Data: new TextEncoder().encode(text) };
    return client.send(new PutRecordCommand({ StreamName: 'orders', ...record }));
  });

const consumers = (running: Running) =>
  withKinesis(running, async (client) => {
    const answer = await client.send(new ListStreamConsumersCommand({ StreamARN: STREAM }));
    return answer.Consumers?.map(({ ConsumerARN }) => ConsumerARN) ?? [];
  });

async function failureOf(running: Running) {
  const client = new SQSClient(running.settings);
  try {
    const QueueUrl = `${running.endpoint}/000000000000/failed`;
    const wanted = { WaitTimeSeconds: 10, MessageAttributeNames: ['All'] };
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl, ...wanted }));
    return Messages?.[0];
  } finally {
    client.destroy();
  }
}

test('a consumer of the template is the source of events and failure records, and outlives a restart (rules 2.6, 3.8.3)', async () => {
  using it = project();
  const first = await Running.up(it.args);
  const [arn, ...others] = await consumers(first);
  expect(arn).toMatch(
    /^arn:aws:kinesis:us-east-1:000000000000:stream\/orders\/consumer\/audit:\d+$/,
  );
  expect(others).toEqual([]);
  await put(first, 'good');
  await first.printed(`MARK good ${arn} ${arn}`);
  await put(first, 'bad');
  const failure = await failureOf(first);
  expect(JSON.parse(failure?.Body ?? '{}').KinesisBatchInfo).toMatchObject({ streamArn: arn });
  expect(failure).not.toHaveProperty('MessageAttributes');
  await first.end();

  await using second = await Running.up(it.args);
  expect(await consumers(second)).toEqual([arn]);
  await put(second, 'next');
  await second.printed(`MARK next ${arn} ${arn}`);
  expect(second.output).not.toContain('MARK good');
});

test('a consumer of a stream that is nowhere is refused with its place', async () => {
  using it = project(TEMPLATE.replace('!GetAtt Orders.Arn', `${STREAM}-of-others`));
  const { status, stderr } = await sluicebox(['up', '--port', '0', ...it.args]);
  expect(status).toBe(2);
  expect(stderr).toContain(
    'template.yaml:6:3: Stream orders-of-others under account 000000000000 not found.',
  );
});
