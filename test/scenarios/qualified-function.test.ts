import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateEventSourceMappingCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { Running, sluicebox, temporaryFolder } from '../running.ts';

const TEMPLATE = `
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {Name: orders, ShardCount: 1}}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
  Consumer:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: consumer
      Runtime: nodejs22.x
      Handler: app.handler
      Role: !GetAtt Role.Arn
      Code: src
`;
const HANDLER = `
export const handler = async (event, { invokedFunctionArn }) => {
  console.log('MARK ' + invokedFunctionArn);
};
`;

test('a mapping invokes its function under the name that it was given (rule 2.2.10)', async () => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, 'src'));
  writeFileSync(join(folder.path, 'src/app.mjs'), HANDLER);
  writeFileSync(join(folder.path, 'template.yaml'), TEMPLATE);
  await using running = await Running.up([
    join(folder.path, 'template.yaml'),
    '--ephemeral',
    '--logs',
  ]);
  const credentials = { accessKeyId: '000000000000', secretAccessKey: 'local' };
  const { endpoint } = running;
  const lambda = new LambdaClient({ endpoint, region: 'us-east-1', credentials });
  const { FunctionArn } = await lambda.send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
      FunctionName: 'consumer:$LATEST',
      StartingPosition: 'TRIM_HORIZON',
    }),
  );
  lambda.destroy();
  expect(FunctionArn).toMatch(/:function:consumer:\$LATEST$/);
  await sluicebox(['put', 'orders', '--data', 'one'], { env: running.env });
  await running.printed(`MARK ${FunctionArn}`);
});
