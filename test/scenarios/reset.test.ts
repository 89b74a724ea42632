import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListStreamsCommand,
} from '@aws-sdk/client-kinesis';
import {
  CreateQueueCommand,
  ListQueuesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryProject } from '../project.ts';
import { Running, sluicebox } from '../running.ts';

const MAPPED = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {Name: orders, ShardCount: 1}}
  Consumer:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: consumer
      Runtime: nodejs22.x
      Handler: app.handler
      CodeUri: src
      Events:
        Orders: {Type: Kinesis, Properties: {Stream: !GetAtt Orders.Arn, StartingPosition: TRIM_HORIZON}}
`;
const HANDLER = `export const handler = async ({ Records }) => {
  for (const { kinesis } of Records) console.log('got ' + Buffer.from(kinesis.data, 'base64'));
};`;

const reset = async ({ endpoint }: Running) =>
  (await fetch(`${endpoint}/_sluicebox/reset`, { method: 'POST' })).json();
const health = async ({ endpoint }: Running) =>
  (await fetch(`${endpoint}/_sluicebox/health`)).json() as Promise<{
    counts: object;
    world: object;
  }>;
const put = (running: Running, record: string) =>
  sluicebox(['put', 'orders', '--data', record], { env: running.env });

describe('a reset', () => {
  test.each(['kept', 'ephemeral'])('leaves what a first start leaves (%s)', async (kind) => {
    using project = temporaryProject(HANDLER, MAPPED);
    const data = kind === 'kept' ? ['--data', join(project.folder, 'data')] : ['--ephemeral'];
    const args = [project.template, '--logs', ...data];
    await using running = await Running.up(args);
    const kinesis = new KinesisClient(running.settings);
    const sqs = new SQSClient(running.settings);
    const first = await health(running);
    await put(running, 'one');
    await running.printed('got one');
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm' }));
    const waits = sqs
      .send(new CreateQueueCommand({ QueueName: 'empty' }))
      .then(({ QueueUrl }) =>
        sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 })),
      );
    expect((await health(running)).counts).toMatchObject({
      queues: expect.any(Number),
      streams: 1,
    });

    expect(await reset(running)).toEqual({ status: 'reset' });
    await waits.catch(() => {});
    expect((await health(running)).counts).toEqual(first.counts);
    expect((await sqs.send(new ListQueuesCommand({}))).QueueUrls).toBeUndefined();
    expect((await kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual(['orders']);
    const place = { StreamName: 'orders', ShardId: 'shardId-000000000000' };
    const { ShardIterator } = await kinesis.send(
      new GetShardIteratorCommand({ ...place, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    expect((await kinesis.send(new GetRecordsCommand({ ShardIterator }))).Records).toEqual([]);

    await put(running, 'two');
    await running.printed('got two');
    expect(await reset(running)).toEqual({ status: 'reset' });
    await put(running, 'three');
    await running.printed('got three');
    expect(running.output.match(/got (one|two)/g)).toHaveLength(2);
    expect(running.output).not.toMatch(/warning|failed unexpectedly/i);
    expect(await running.end()).toBe(0);
  });

  test('holds after a restart, and time goes on', async () => {
    using project = temporaryProject(HANDLER, MAPPED);
    const args = ['--data', join(project.folder, 'data'), '--clock', 'manual'];
    const running = await Running.up(args);
    const sqs = new SQSClient(running.settings);
    await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    const nowMs = await running.advance(60_000);
    expect(await reset(running)).toEqual({ status: 'reset' });
    await running.end('SIGKILL');
    await using second = await Running.up(args);
    const again = new SQSClient(second.settings);
    expect((await again.send(new ListQueuesCommand({}))).QueueUrls).toBeUndefined();
    expect((await health(second)).world).toMatchObject({ clock: 'manual', nowMs });
  });
});
