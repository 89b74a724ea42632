import { expect, test } from 'vitest';
import { planTemplate } from '../template/plan-template.ts';
import { templateDestinations } from './template-destinations.ts';

const SCOPE = { account: '000000000000', region: 'us-east-1' };
const LAMBDA = 'arn:aws:lambda:us-east-1:000000000000:function';
const REAL = 'arn:aws:sqs:us-east-1:000000000000:shop-Failed-aBcD1234EfGh';

/** A template whose function has this name, or none of its own. */
function planOf(functionName?: string, stackName = 'shop') {
  const named = functionName === undefined ? '' : `FunctionName: ${functionName}`;
  const text = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}
  Failed: {Type: AWS::SQS::Queue}
  Consumer:
    Type: AWS::Serverless::Function
    Properties:
      ${named}
      InlineCode: 'exports.handler = async () => {};'
      Handler: index.handler
      Runtime: nodejs22.x
      Events:
        Orders:
          Type: Kinesis
          Properties:
            Stream: !GetAtt Orders.Arn
            StartingPosition: LATEST
            DestinationConfig: {OnFailure: {Destination: !GetAtt Failed.Arn}}
`;
  return planTemplate(text, {
    fileName: 't.yaml',
    scope: SCOPE,
    stackName,
    parameterOverrides: {},
  });
}

test.each([
  ['a name that CloudFormation made up', undefined, `${LAMBDA}:shop-Consumer-1A2B3C4D5E6F`],
  [
    '… of thirteen letters, with a qualifier',
    undefined,
    `${LAMBDA}:shop-Consumer-1A2B3C4D5E6F7:live`,
  ],
  ['a name that the template gives', 'consumer', `${LAMBDA}:consumer`],
  ['… with a qualifier', 'consumer', `${LAMBDA}:consumer:live`],
])('%s leads to the destination that is deployed', (_, name, functionArn) => {
  const deployed = [{ functionArn, destination: REAL }, { functionArn }];
  expect(templateDestinations(planOf(name), deployed)).toEqual([REAL]);
});

test.each([
  ['another stack', undefined, `${LAMBDA}:store-Consumer-1A2B3C4D5E6F`],
  ['another resource', undefined, `${LAMBDA}:shop-Consumers-1A2B3C4D5E6F`],
  ['a name that only begins alike', undefined, `${LAMBDA}:shop-Consumer-x`],
  [
    'a made-up name where the template gives one',
    'shop-Consumer-AAAAAAAAAAAA',
    `${LAMBDA}:shop-Consumer-1A2B3C4D5E6F`,
  ],
])('of %s nothing is taken, and the template’s own name is left', (_, name, functionArn) => {
  const plan = planOf(name);
  const own = plan.mappings[0]?.onFailureDestinationArn;
  expect(own).toContain(':shop-Failed-');
  expect(templateDestinations(plan, [{ functionArn, destination: REAL }])).toEqual([own]);
});

test('names that were cut to fit are found as well', () => {
  const plan = planOf(undefined, 's'.repeat(70));
  const name = plan.functions[0]?.functionName ?? '';
  const functionArn = `${LAMBDA}:${name.slice(0, -12)}1A2B3C4D5E6F`;
  expect(templateDestinations(plan, [{ functionArn, destination: REAL }])).toEqual([REAL]);
});
