import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { expect, test } from 'vitest';
import { temporaryProject } from '../project.ts';
import { Running } from '../running.ts';

const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {Name: orders, ShardCount: 1}}
  Handler:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src
      Handler: app.handler
      Runtime: nodejs22.x
      Events:
        Orders:
          Type: Kinesis
          Properties: {Stream: !GetAtt Orders.Arn, StartingPosition: TRIM_HORIZON}
`;
const HANDLER = `
let seen = 0;
export const handler = async ({ Records }) => {
  seen += Records.length;
  console.log('SEEN ' + seen + '.');
};
`;

test('with --limits strict a shard refuses what is too much, and its mapping goes on', async () => {
  using project = temporaryProject(HANDLER, TEMPLATE);
  const options = ['--ephemeral', '--clock', 'manual', '--limits', 'strict', '--logs'];
  await using running = await Running.up([project.template, ...options]);
  // A put is asked for once: what was refused is not tried again by the client.
  const client = new KinesisClient({ ...running.settings, maxAttempts: 1 });
  const put = async (count: number) => {
    const Records = Array.from({ length: count }, () => ({
      PartitionKey: 'k',
      Data: Buffer.from('{}'),
    }));
    return client.send(new PutRecordsCommand({ StreamName: 'orders', Records }));
  };
  expect((await put(500)).FailedRecordCount).toBe(0);
  expect((await put(450)).FailedRecordCount).toBe(0);
  const { FailedRecordCount, Records } = await put(100);
  expect(FailedRecordCount).toBe(50);
  expect(Records?.at(-1)).toEqual({
    ErrorCode: 'ProvisionedThroughputExceededException',
    ErrorMessage:
      'Rate exceeded for shard shardId-000000000000 in stream orders under account 000000000000.',
  });
  await running.printed('SEEN 1000.');
  await running.advance(1000);
  expect((await put(50)).FailedRecordCount).toBe(0);
  await running.printed('SEEN 1050.');
  client.destroy();
});
