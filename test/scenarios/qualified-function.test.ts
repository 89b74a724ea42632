import { CreateEventSourceMappingCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { temporaryProject } from '../project.ts';
import { Running, sluicebox } from '../running.ts';

const HANDLER = `
export const handler = async (event, { invokedFunctionArn }) => {
  console.log('MARK ' + invokedFunctionArn);
};
`;

test('a mapping invokes its function under the name that it was given (rule 2.2.10)', async () => {
  using project = temporaryProject(HANDLER);
  await using running = await Running.up([project.template, '--ephemeral', '--logs']);
  const lambda = new LambdaClient(running.settings);
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
