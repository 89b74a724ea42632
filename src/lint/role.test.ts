import { expect, test } from 'vitest';
import { findingsIn } from './linting.suite.ts';

const READ =
  '[kinesis:DescribeStream, kinesis:DescribeStreamSummary, kinesis:GetRecords, ' +
  'kinesis:GetShardIterator, kinesis:ListShards]';
const SEND = 'sqs:SendMessage';
const STREAM = '!GetAtt Stream.Arn';
const QUEUE = '!GetAtt Queue.Arn';

const statement = (actions: string, resource: string) =>
  `{Effect: Allow, Action: ${actions}, Resource: ${resource}}`;

/** A consumer in plain CloudFormation with a role of these properties. */
function withRole(role: string, more = ''): string {
  return `Resources:
  Stream: {Type: AWS::Kinesis::Stream}
  Queue: {Type: AWS::SQS::Queue}
  OtherQueue: {Type: AWS::SQS::Queue}
  Role: {Type: AWS::IAM::Role, Properties: {${role}}}
  Function: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: !GetAtt Stream.Arn
      FunctionName: !Ref Function
      StartingPosition: TRIM_HORIZON
      DestinationConfig: {OnFailure: {Destination: !GetAtt Queue.Arn}}
${more}`;
}

const inline = (...statements: readonly string[]) =>
  `Policies: [{PolicyName: P, PolicyDocument: {Statement: [${statements.join(', ')}]}}]`;
const missingIn = (text: string) =>
  findingsIn(text, 'permission-missing').map(({ message }) => message);

test('a role that may do what the mapping needs is not complained about', () => {
  expect(missingIn(withRole(inline(statement(READ, STREAM), statement(SEND, QUEUE))))).toEqual([]);
  expect(
    missingIn(withRole(inline(statement('kinesis:*', '"*"'), statement('[SQS:Send*]', QUEUE)))),
  ).toEqual([]);
});

test('what a role may not do is named', () => {
  const [read, send, ...more] = missingIn(
    withRole(inline(statement('kinesis:GetRecords', STREAM))),
  );
  expect(read).toContain('kinesis:DescribeStream, kinesis:DescribeStreamSummary, kinesis:GetShard');
  expect(read).not.toContain('kinesis:GetRecords');
  expect(send).toContain('sqs:SendMessage');
  expect(more).toEqual([]);
});

test('a permission for another queue does not count', () => {
  const other = statement(SEND, '!GetAtt OtherQueue.Arn');
  expect(missingIn(withRole(inline(statement(READ, STREAM), other)))).toHaveLength(1);
});

test("AWS's managed policy allows reading, however its ARN is written", () => {
  const name = 'service-role/AWSLambdaKinesisExecutionRole';
  const arns = [
    `arn:aws:iam::aws:policy/${name}`,
    `!Sub arn:\${AWS::Partition}:iam::aws:policy/${name}`,
    `!Join ['', ['arn:', !Ref AWS::Partition, ':iam::aws:policy/${name}']]`,
  ];
  for (const arn of arns) {
    const role = `ManagedPolicyArns: [${JSON.stringify(arn).startsWith('"!') ? arn : `"${arn}"`}]`;
    const text = withRole(`${role}, ${inline(statement(SEND, QUEUE))}`);
    expect(missingIn(text)).toEqual([]);
  }
});

test('a policy that is a resource of its own counts', () => {
  const document = `{Statement: [${statement(READ, STREAM)}, ${statement(SEND, QUEUE)}]}`;
  const policy = `  Policy:
    Type: AWS::IAM::Policy
    Properties: {Roles: [!Ref Role], PolicyDocument: ${document}}
`;
  expect(missingIn(withRole('Path: /', policy))).toEqual([]);
});

test.each([
  [
    'a managed policy of the account',
    'ManagedPolicyArns: ["arn:aws:iam::123456789012:policy/Own"]',
  ],
  ['a policy that is a parameter', 'ManagedPolicyArns: [!Ref Policy]'],
  ['a condition', 'Policies: !If [A, [], []]'],
  ['NotAction', inline('{Effect: Allow, NotAction: iam:*, Resource: "*"}')],
  ['a denial', inline('{Effect: Deny, Action: "s3:*", Resource: "*"}')],
  ['actions that are a parameter', inline(statement('!Ref Actions', '"*"'))],
])('nothing is said of a role with %s', (_, role) => {
  expect(missingIn(withRole(role))).toEqual([]);
});

test('nothing is said of a role that the template does not show', () => {
  const text = withRole('Path: /').replace('!GetAtt Role.Arn', '!Ref RoleArn');
  expect(missingIn(text)).toEqual([]);
});

test('a permission to do everything is more than a consumer needs', () => {
  const found = findingsIn(
    withRole(inline(statement('kinesis:*', STREAM))),
    'permission-redundant',
  );
  expect(found.map(({ message }) => message)).toEqual(['A consumer needs no kinesis:*.']);
});

test('nothing is said of a role when a policy stands at a resource', () => {
  const policy = '  Access: {Type: AWS::SQS::QueuePolicy}\n';
  expect(missingIn(withRole('Path: /', policy))).toEqual([]);
});

test('nothing is said of a role when a connector may give it more', () => {
  const connector = '  Access: {Type: AWS::Serverless::Connector}\n';
  expect(missingIn(withRole('Path: /', connector))).toEqual([]);
  const inside = withRole('Path: /').replace('Queue: {', 'Queue: {Connectors: {A: {}}, ');
  expect(missingIn(inside)).toEqual([]);
});

test.each([
  ['kinesis:???Records', true],
  ['kine*:get*s', true],
  ['*', true],
  ['kinesis:GetRecord', false],
  ['kinesis:GetRecords?', false],
  [`kinesis:${'*'.repeat(40)}x`, false],
  [`kinesis:${'*e'.repeat(40)}x`, false],
])('the action %s stands for kinesis:GetRecords: %s', (action, isMeant) => {
  const [read] = missingIn(withRole(inline(statement(`['${action}']`, STREAM))));
  expect(read?.includes('kinesis:GetRecords') ?? false).toBe(!isMeant);
});
