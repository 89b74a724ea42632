import { expect, test } from 'vitest';
import { findingsIn, mappingWith } from './linting.suite.ts';

const UNKNOWN = ['!Ref Setting', '!ImportValue x', '!If [A, 1, 2]', '!FindInMap [A, B, C]'];

const SETTINGS = [
  ['endless-retries', 'MaximumRetryAttempts'],
  ['no-maximum-age', 'MaximumRecordAgeInSeconds'],
  ['no-failure-destination', 'DestinationConfig'],
  ['bisect-off', 'BisectBatchOnFunctionError'],
  ['bisect-off', 'FunctionResponseTypes'],
  ['bisect-off', 'BatchSize'],
  ['starting-at-latest', 'StartingPosition'],
  ['batch-over-payload-limit', 'BatchSize'],
] as const;

test.each(SETTINGS)('%s says nothing when %s is not known before the deploy', (rule, setting) => {
  for (const value of UNKNOWN) {
    const written = mappingWith().replace(/ {6}StartingPosition.*\n/, (line) =>
      setting === 'StartingPosition' ? '' : line,
    );
    expect(findingsIn(`${written}      ${setting}: ${value}\n`, rule)).toEqual([]);
  }
});

test('a value of AWS::NoValue is as good as none', () => {
  const text = mappingWith('MaximumRetryAttempts: !Ref AWS::NoValue');
  expect(findingsIn(text, 'endless-retries')).toHaveLength(1);
});

test('a parameter has the value that it is given, and not its default', () => {
  const text = `${mappingWith('MaximumRetryAttempts: !Ref Attempts')}
Parameters:
  Attempts: {Type: Number, Default: -1}
`;
  expect(findingsIn(text, 'endless-retries')).toEqual([]);
  const parameters = { Attempts: '-1' };
  expect(findingsIn(text, 'endless-retries', { parameters })).toHaveLength(1);
});

test.each([
  ['a queue', 'EventSourceArn: arn:aws:sqs:eu-west-1:123456789012:orders'],
  ['a topic of Kafka', 'Topics: [orders]\n      EventSourceArn: !Ref Cluster'],
  ['a table', 'EventSourceArn: !GetAtt Table.StreamArn'],
])('nothing is said of a mapping of %s', (_, source) => {
  const text = mappingWith().replace(/EventSourceArn: .*/, source);
  expect(findingsIn(`${text}  Table: {Type: AWS::DynamoDB::Table}\n`)).toEqual([]);
});

test('alarms that a macro or another stack may make are not missed', () => {
  const text = `Transform: AWS::Serverless-2016-10-31
Resources:
  Stream: {Type: AWS::Kinesis::Stream}
  Consumer:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        In: {Type: Kinesis, Properties: {Stream: !GetAtt Stream.Arn}}
`;
  expect(findingsIn(text, 'no-iterator-age-alarm')).toHaveLength(1);
  const nested = `${text}  Alarms: {Type: AWS::CloudFormation::Stack}\n`;
  expect(findingsIn(nested, 'no-iterator-age-alarm')).toEqual([]);
  const made = `${text}  Fn::ForEach::Alarms: [X, [a], {}]\n`;
  expect(findingsIn(made, 'no-iterator-age-alarm')).toEqual([]);
});

test.each(['', 'a: [', '- 1', 'Resources: 5', 'Resources: {A: }', 'Resources: {A: {Type: [1]}}'])(
  'the text %j is no reason to fail',
  (text) => {
    expect(() => findingsIn(text)).not.toThrow();
  },
);

test.each([
  ['- a\n- b', 'A template must be a map, not a list.'],
  ['\ufffdR\u0000e\u0000s', /^A template must be a map/],
  ['Resources: [1, 2]', 'The section Resources must be a map, not a list.'],
  ['Resources: {A: , B: {Type: AWS::SQS::Queue}}', 'The resource A has no Type.'],
  ['Resources: {A: {Properties: {}}}', 'The resource A has no Type.'],
  ['Resources: {A: 5}', 'The resource A must be a map, not 5.'],
])('the text %j is no template', (text, message) => {
  const found = findingsIn(text);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({ rule: 'unreadable-template', severity: 'error' });
  expect(found[0]?.message).toMatch(message);
});

test('a text that is no YAML is told as such', () => {
  const [found] = findingsIn('Resources:\n  A: [');
  expect(found).toMatchObject({ rule: 'unreadable-template', severity: 'error' });
});
