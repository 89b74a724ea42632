// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub has placeholders of that form
import { expect, test } from 'vitest';
import { consumerTemplate, plan, refusals, SCOPE } from '../plan.suite.ts';

const STREAM = `arn:aws:kinesis:${SCOPE.region}:${SCOPE.account}:stream/orders`;
const fan = (properties: string, name = 'Fan') =>
  `${name}: { Type: AWS::Kinesis::StreamConsumer, Properties: { ${properties} } }`;
const template = (more: string, source = '!GetAtt Fan.ConsumerARN') =>
  consumerTemplate({ more })
    .replace('{ ShardCount: 1 }', '{ Name: orders, ShardCount: 1 }')
    .replace('Stream: !GetAtt Orders.Arn', `Stream: ${source}`);
const AUDIT = 'ConsumerName: audit, StreamARN: !GetAtt Orders.Arn';

test.each(['!GetAtt Fan.ConsumerARN', '!Ref Fan', '!Sub "${Fan}"'])(
  'a mapping onto the consumer %s reads through it',
  (source) => {
    const asked: unknown[] = [];
    const consumerCreatedAt = (...consumer: [string, string]) => {
      asked.push(consumer);
      return 1_700_000_000;
    };
    const { consumers, mappings, warnings, notRun } = plan(template(fan(AUDIT), source), {
      consumerCreatedAt,
    });
    const arn = `${STREAM}/consumer/audit:1700000000`;
    expect(consumers).toEqual([
      {
        logicalId: 'Fan',
        position: { line: 22, column: 3 },
        name: 'audit',
        arn,
        streamArn: STREAM,
        createdAtSeconds: 1_700_000_000,
        tags: {},
      },
    ]);
    expect(mappings[0]?.eventSourceArn).toBe(arn);
    expect(asked).toEqual([[STREAM, 'audit']]);
    expect(warnings).toEqual([]);
    expect(notRun.map(({ logicalId }) => logicalId)).not.toContain('Fan');
  },
);

test('the attributes of a consumer are those of CloudFormation', () => {
  const names = ['ARN', 'CreationTimestamp', 'Name', 'Status'].map((name) => `Consumer${name}`);
  const outputs = [...names, 'StreamARN'].map(
    (name) => `  ${name}: { Value: !GetAtt Fan.${name} }`,
  );
  const text = [template(fan(AUDIT)), 'Outputs:', ...outputs].join('\n');
  expect(Object.fromEntries(plan(text).outputs.map(({ name, value }) => [name, value]))).toEqual({
    ConsumerARN: `${STREAM}/consumer/audit:0`,
    ConsumerCreationTimestamp: '0',
    ConsumerName: 'audit',
    ConsumerStatus: 'ACTIVE',
    StreamARN: STREAM,
  });
});

const AT = 'template.yaml:22:';
test.each([
  ['ConsumerName: audit', `${AT}3: AWS::Kinesis::StreamConsumer (Fan) needs a StreamARN.`],
  [
    'ConsumerName: audit, StreamARN: !Ref Orders',
    `${AT}97: StreamARN is the ARN of a stream, not orders. Use Fn::GetAtt with the Arn of the stream, or the ARN itself.`,
  ],
  [
    `ConsumerName: audit, StreamARN: '${STREAM}/consumer/audit:1'`,
    `${AT}92: StreamARN is the ARN of a stream, not ${STREAM}/consumer/audit:1. Use Fn::GetAtt with the Arn of the stream, or the ARN itself.`,
  ],
  [
    'StreamARN: !GetAtt Orders.Arn',
    `${AT}3: 1 validation error detected: Value null at 'consumerName' failed to satisfy constraint: Member must not be null.`,
  ],
  [
    "ConsumerName: 'a b', StreamARN: !GetAtt Orders.Arn",
    `${AT}74: 1 validation error detected: Value 'a b' at 'consumerName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
  ],
  [
    `${AUDIT}, Arn: x`,
    `${AT}112: AWS::Kinesis::StreamConsumer (Fan) has no property Arn. Remove it.`,
  ],
])('a consumer with %s is refused, once', (properties, message) => {
  expect(refusals(template(fan(properties)))).toEqual([message]);
});

test('tags of a consumer go into the plan', () => {
  const { consumers, warnings } = plan(template(fan(`${AUDIT}, Tags: [{Key: a, Value: b}]`)));
  expect(consumers[0]?.tags).toEqual({ a: 'b' });
  expect(warnings).toEqual([]);
});

test.each(['{}', '{Key: a}', '{Key: a, Value: b, More: c}', 'a'])('a tag %s is refused', (tag) => {
  expect(refusals(template(fan(`${AUDIT}, Tags: [${tag}]`)))).not.toEqual([]);
});

test('a name is taken once in a stream', () => {
  expect(refusals(template([fan(AUDIT), fan(AUDIT, 'Second')].join('\n')))).toEqual([
    'template.yaml:23:3: Fan registers a consumer audit with the same stream already. Choose another ConsumerName.',
  ]);
});

test('a consumer from elsewhere may be a source, with a warning', () => {
  const arn = `${STREAM}/consumer/elsewhere:17`;
  const { mappings, warnings } = plan(template('', arn));
  expect(mappings[0]?.eventSourceArn).toBe(arn);
  expect(warnings.map(({ message }) => message)).toEqual([
    'The consumer elsewhere of the stream orders is not in this template; the mapping waits until it is made.',
  ]);
});
