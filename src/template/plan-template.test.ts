import fc from 'fast-check';
import { expect, test } from 'vitest';
import { consumerTemplate, plan, SCOPE } from './plan.suite.ts';
import type { Plan } from './plan.ts';
import { planTemplate } from './plan-template.ts';
import { TemplateError } from './problem.ts';

const WHOLE = consumerTemplate({
  function: `
Timeout: !If [Slow, 60, 5]
Environment: { Variables: { QUEUE: !Ref Failures, NAME: !Sub '\${Orders}-\${AWS::Region}' } }`,
  event: `
BatchSize: !Ref Size
FunctionResponseTypes: [ReportBatchItemFailures]
DestinationConfig: { OnFailure: { Destination: !GetAtt Failures.Arn } }`,
  more: `
Logs: { Type: AWS::Logs::LogGroup, Properties: { RetentionInDays: 7 } }
Role: { Type: AWS::IAM::Role, DependsOn: [Logs] }`,
}).replace(
  'Resources:',
  `Parameters: { Size: { Type: Number, Default: 10 } }
Conditions: { Slow: !Equals [!Ref Size, 10] }
Resources:`,
);

const accountedFor = ({ streams, queues, logGroups, functions, mappings, notRun }: Plan) =>
  [...streams, ...queues, ...logGroups, ...functions, ...mappings, ...notRun].map(
    ({ logicalId }) => logicalId,
  );

/** The plan, or that it was refused in the proper way; anything else fails the test. */
function outcome(text: string): Plan | undefined {
  try {
    return planTemplate(text, { fileName: 't.yaml', scope: SCOPE, stackName: 'test' });
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    expect(error.problems.length).toBeGreaterThan(0);
    const lines = text.split('\n').length;
    for (const { line, column, message } of error.problems) {
      expect(message).not.toBe('');
      expect(line).toBeGreaterThanOrEqual(1);
      expect(line).toBeLessThanOrEqual(lines);
      expect(column).toBeGreaterThanOrEqual(1);
    }
    return undefined;
  }
}

test('every resource of a template is planned or listed as not run', () => {
  expect(accountedFor(plan(WHOLE)).sort()).toEqual(
    ['Consumer', 'ConsumerOrders', 'Failures', 'Logs', 'Orders', 'Role'].sort(),
  );
});

test('the same text gives the same plan, in YAML and in JSON', () => {
  const text = JSON.stringify({
    Resources: { Orders: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } } },
  });
  expect(plan(text)).toEqual(plan(text));
  expect(plan(text).streams[0]?.name).toBe(
    plan('Resources: { Orders: { Type: AWS::Kinesis::Stream, Properties: { ShardCount: 1 } } }')
      .streams[0]?.name,
  );
});

test('a template that lost a line is planned in full, or refused with places', () => {
  const lines = WHOLE.split('\n');
  for (const index of lines.keys()) {
    const planned = outcome(lines.filter((_line, other) => other !== index).join('\n'));
    if (planned) expect(accountedFor(planned).length).toBeGreaterThanOrEqual(3);
  }
});

test('a template with any text put anywhere is planned in full, or refused with places', () => {
  const pieces = [
    ...['!Ref X', '!Ref AWS::NoValue', '!GetAtt A.B', '[]', '{}', '~', '-1', '99999', 'yes', '"x"'],
    ...['__proto__: x', '!Sub "${', '&a', '*a', '<<: *a', '!If [Slow, 1]', '\n', ': ', '- ', '\t'],
    ...['constructor', '!Join [a, b]', '{ Fn::Sub: {} }', '{ Ref: [] }', '{ Fn::GetAtt: [] }'],
  ];
  const edit = fc.record({
    from: fc.nat(WHOLE.length),
    length: fc.nat(20),
    piece: fc.oneof(fc.constantFrom(...pieces), fc.string()),
  });
  fc.assert(
    fc.property(edit, ({ from, length, piece }) => {
      outcome(WHOLE.slice(0, from) + piece + WHOLE.slice(from + length));
    }),
    { numRuns: 1500 },
  );
});

test('a value of a property replaced by any other is planned in full, or refused with places', () => {
  const values = [...WHOLE.matchAll(/(?<=: )[^\n{[,}\]]+/g)];
  const others = [
    ...['!Ref AWS::NoValue', '!Ref Nothing', '!GetAtt Role.Id', '[]', '{}', '~', '-1', '1.5', 'x'],
    ...['!If [Slow, !Ref AWS::NoValue, x]', '!Ref Role', '{ __proto__: 1 }', '!Select [0, []]'],
  ];
  for (const { 0: value, index } of values) {
    for (const other of others) {
      const planned = outcome(WHOLE.slice(0, index) + other + WHOLE.slice(index + value.length));
      if (planned) expect(accountedFor(planned).length).toBeGreaterThanOrEqual(5);
    }
  }
});

test('a large template with thousands of mistakes is refused in good time', () => {
  const resources = Array.from({ length: 4000 }, (_, index) => {
    return `  Resource${index}: { Type: AWS::SNS::Topic, Properties: { A: !Ref Resourse${index}x } }`;
  });
  expect(outcome(`Resources:\n${resources.join('\n')}`)).toBeUndefined();
});

const FILTERED = consumerTemplate({ event: 'FilterCriteria: { Filters: [x] }' });

test.each([
  ['a metric', WHOLE.replace('ShardCount: 1', 'ShardCount: 1, DesiredShardLevelMetrics: [[a]]')],
  ['a filter', FILTERED],
  ['a global', `Globals: { Function: { Timeout: 5 } }\n${withIgnored('[[x]]')}`],
])('%s of another shape is refused in its place', (_, text) => {
  expect(outcome(text)).toBeUndefined();
});

function withIgnored(names: string): string {
  return consumerTemplate().replace(
    /^( *)(Type: AWS::Serverless::Function)/m,
    `$1$2\n$1IgnoreGlobals: ${names}`,
  );
}

test.each(['constructor', '__proto__', 'toString'])('a type may be called %s', (type) => {
  const other = `Other: { Type: ${type} }`;
  const text = consumerTemplate({
    function: 'Environment: { Variables: { OTHER: !Ref Other } }',
    more: other,
  });
  expect(outcome(text)?.notRun).toMatchObject([{ logicalId: 'Other', type }]);
});
