import { writeFileSync } from 'node:fs';
import { DeleteStreamCommand } from '@aws-sdk/client-kinesis';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import {
  ReceiveMessageCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { awsClients } from '../../src/failures/aws-clients.ts';
import { failureMessage } from '../failure-message.ts';
import { temporaryProject } from '../project.ts';
import { Running, sluicebox, spawnSluicebox } from '../running.ts';

const consumer = (name: string, destination: string) => `
  ${name}:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: ${name}
      CodeUri: src
      Handler: app.handler
      Runtime: nodejs22.x
      Events:
        Orders:
          Type: Kinesis
          Properties:
            Stream: !GetAtt Orders.Arn
            StartingPosition: TRIM_HORIZON
            MaximumRetryAttempts: 0
            DestinationConfig: {OnFailure: {Destination: ${destination}}}
`;

/** A stream whose consumers give up to a queue, a topic and a bucket. */
const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {Name: orders, ShardCount: 1}}
  Dead: {Type: AWS::SQS::Queue, Properties: {QueueName: dead}}
  Failed:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: failed
      RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 2}
  Heard: {Type: AWS::SQS::Queue, Properties: {QueueName: heard}}
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: topic
      Subscription: [{Protocol: sqs, Endpoint: !GetAtt Heard.Arn}]
  Bucket: {Type: AWS::S3::Bucket, Properties: {BucketName: bucket}}
  Archive: {Type: AWS::S3::Bucket, Properties: {BucketName: archive}}
${consumer('ToQueue', '!GetAtt Failed.Arn')}
${consumer('ToTopic', '!Ref Topic')}
${consumer('ToBucket', '!GetAtt Bucket.Arn')}
`;

const HANDLER = (folder: string) => `
import { existsSync } from 'node:fs';
export const handler = async () => {
  if (!existsSync(${JSON.stringify(`${folder}/fixed`)})) throw new RangeError('too much');
};
`;

/** One record that each of the three consumers gave up. */
async function desk() {
  const project = temporaryProject(HANDLER, TEMPLATE);
  const running = await Running.up([project.template, '--ephemeral']);
  const clients = awsClients(() => running.settings);
  await sluicebox(['put', 'orders', '--data', '{"n": 1}'], { env: running.env });
  await running.printed('given up after', 3);
  const here = { env: running.env, cwd: project.folder };
  const failures = (...args: string[]) => sluicebox(['failures', ...args], here);
  return {
    here,
    clients,
    project,
    failures,
    async list(...args: string[]) {
      const { stdout, stderr } = await failures('list', ...args, '--json');
      if (stdout === '') throw new Error(stderr);
      return JSON.parse(stdout);
    },
    async [Symbol.asyncDispose]() {
      await running.end();
      project[Symbol.dispose]();
    },
  };
}

const given = (name: string) => ({
  functionArn: expect.stringMatching(`:function:${name}(:|$)`),
  error: 'RangeError: too much',
  records: 1,
  expiry: 'ok',
});

test('a queue, a topic’s queue and a bucket are all read, by name or by the template', async () => {
  await using shop = await desk();
  expect(await shop.list('heard')).toMatchObject([given('ToTopic')]);
  expect(await shop.list('s3://bucket')).toMatchObject([
    { ...given('ToBucket'), hasPayload: true, source: { type: 's3', bucket: 'bucket' } },
  ]);
  const names = async (...args: string[]) =>
    (await shop.list(...args))
      .map((one: { functionArn: string }) => one.functionArn.split(':')[6])
      .sort();
  expect(await names('--template', shop.project.template)).toEqual([
    'ToBucket',
    'ToQueue',
    'ToTopic',
  ]);
  // Nobody but the template says who subscribes to the topic.
  expect(await names()).toEqual(['ToBucket', 'ToQueue']);
  expect((await shop.failures('list')).stderr).toContain('is a topic: name the queue');
});

test('names that CloudFormation made up are found by what is deployed', async () => {
  const made = (name: string) => `shop-${name}-1aB2cD3eF4gH`;
  const nameless = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {Name: orders, ShardCount: 1}}
  Failed: {Type: AWS::SQS::Queue, Properties: {}}
${consumer('Consumer', '!GetAtt Failed.Arn').replace('FunctionName: Consumer', '')}
`;
  const deployed = nameless
    .replace('Properties: {}', `Properties: {QueueName: ${made('Failed')}}`)
    .replace('CodeUri:', `FunctionName: ${made('Consumer')}\n      CodeUri:`);
  using there = temporaryProject('export const handler = async () => {};', deployed);
  using here = temporaryProject('', nameless);
  await using up = await Running.up([there.template, '--ephemeral']);
  const clients = awsClients(() => up.settings);
  const sqs = await clients.sqs();
  const QueueUrl = `${up.endpoint}/000000000000/${made('Failed')}`;
  const streamArn = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
  const MessageBody = failureMessage({ streamArn, start: '1', end: '1' });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  const list = (...args: string[]) =>
    sluicebox(['failures', 'list', '--template', here.template, '--json', '--no-errors', ...args], {
      env: up.env,
    });
  const listed = await list('--stack-name', 'shop');
  expect(listed.stderr).toBe('');
  expect(JSON.parse(listed.stdout)).toHaveLength(1);
  const other = await list('--stack-name', 'other');
  expect(other).toMatchObject({ status: 1, stdout: '' });
  expect(other.stderr).toContain('Give --stack-name as it was deployed');
});

test('a message that SQS moved to a dead-letter queue is the same there, and back', async () => {
  await using shop = await desk();
  const [before] = await shop.list('failed');
  expect((await shop.failures('list', 'failed')).stderr).toContain('after 2 receives');
  // The third receive moves it.
  const sqs = await shop.clients.sqs();
  const { queueUrl: QueueUrl } = before.source;
  await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
  const [moved] = await shop.list('dead');
  expect(moved).toMatchObject({ ...given('ToQueue'), requestId: before.requestId });
  const SourceArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
  const DestinationArn = 'arn:aws:sqs:us-east-1:000000000000:heard';
  await sqs.send(new StartMessageMoveTaskCommand({ SourceArn, DestinationArn }));
  // It is there once the task has come so far.
  for (let seen: string[] = []; !seen.includes(before.requestId); ) {
    const listed: { requestId: string }[] = await shop.list('heard');
    seen = listed.map(({ requestId }) => requestId);
  }
  writeFileSync(shop.project.path('fixed'), '');
  const args = ['redrive', '--all', '--from', 'heard', '--to', 'lambda', '--yes'];
  expect(await shop.failures(...args)).toMatchObject({ status: 0 });
  expect([...(await shop.list('heard')), ...(await shop.list('dead'))]).toEqual([]);
});

test('records in a bucket come back when their stream is gone', async () => {
  await using shop = await desk();
  const kinesis = await shop.clients.kinesis();
  await kinesis.send(new DeleteStreamCommand({ StreamName: 'orders' }));
  const [{ id }] = await shop.list('s3://bucket');
  const shown = await shop.failures('show', id, '--from', 's3://bucket');
  expect(shown.stdout).toContain('1 found in the message');
  expect(shown.stdout).toContain('{"n": 1}');
  writeFileSync(shop.project.path('fixed'), '');
  const args = ['redrive', id, '--from', 's3://bucket', '--to', 'lambda', '--yes'];
  const kept = await shop.failures(...args);
  expect(kept).toMatchObject({ status: 0, stdout: `${id}  kept  1 sent\n` });
  const deleted = await shop.failures(...args, '--delete-objects');
  expect(deleted).toMatchObject({ status: 0, stdout: `${id}  deleted  1 sent before\n` });
  expect(await shop.list('s3://bucket')).toEqual([]);
});

test('a watch keeps messages in a bucket as they come', async () => {
  await using shop = await desk();
  const args = [
    'failures',
    'watch',
    'heard',
    '--archive',
    's3://archive/failed',
    '--interval',
    '1',
  ];
  await using watch = spawnSluicebox(args, shop.here);
  await watch.printed('1 record to s3://archive/failed');
  await sluicebox(['put', 'orders', '--data', '{"n": 2}'], shop.here);
  await watch.printed('1 record to s3://archive/failed', 2);
  expect(await watch.end('SIGINT')).toBe(0);

  const s3 = await shop.clients.s3();
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'archive' }));
  const keys = Contents.map(({ Key = '' }) => Key);
  expect(keys.map((key) => key.replace(/[0-9a-f]{10}/, 'ID'))).toEqual([
    'failed/ID/hydration.json',
    'failed/ID/message.json',
    'failed/ID/records.json',
    'failed/ID/hydration.json',
    'failed/ID/message.json',
    'failed/ID/records.json',
  ]);
  const texts = await Promise.all(
    keys
      .filter((key) => key.endsWith('records.json'))
      .map(async (Key) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'archive', Key }));
        const { Records } = JSON.parse((await Body?.transformToString()) ?? '');
        return Buffer.from(Records[0].Data, 'base64').toString();
      }),
  );
  expect(texts.sort()).toEqual(['{"n": 1}', '{"n": 2}']);
});
