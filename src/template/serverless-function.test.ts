import { expect, test } from 'vitest';
import { consumerTemplate, plan, refusals } from './plan.suite.ts';

test('a Kinesis event becomes a mapping called after function and event', () => {
  const event = `
BatchSize: 10
MaximumBatchingWindowInSeconds: 5
ParallelizationFactor: 2
BisectBatchOnFunctionError: true
MaximumRetryAttempts: 3
MaximumRecordAgeInSeconds: 3600
TumblingWindowInSeconds: 0
FunctionResponseTypes: [ReportBatchItemFailures]
FilterCriteria: { Filters: [{ Pattern: '{"data":{"type":["order"]}}' }] }
DestinationConfig: { OnFailure: { Type: SQS, Destination: !GetAtt Failures.Arn } }
MetricsConfig: { Metrics: [EventCount] }
Enabled: false`;
  const { mappings, streams, functions, queues } = plan(consumerTemplate({ event }));
  expect(mappings).toEqual([
    {
      logicalId: 'ConsumerOrders',
      position: { line: 16, column: 9 },
      uuid: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      eventSourceArn: streams[0]!.arn,
      functionName: functions[0]!.functionName,
      startingPosition: 'LATEST',
      batchSize: 10,
      maximumBatchingWindowInSeconds: 5,
      parallelizationFactor: 2,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 3,
      maximumRecordAgeInSeconds: 3600,
      tumblingWindowInSeconds: 0,
      functionResponseTypes: ['ReportBatchItemFailures'],
      filterCriteria: {
        filters: [{ pattern: '{"data":{"type":["order"]}}', position: expect.anything() }],
      },
      metricsConfig: { metrics: ['EventCount'] },
      onFailureDestinationArn: queues[0]!.arn,
      enabled: false,
    },
  ]);
});

test('settings that the template does not give are absent', () => {
  const [mapping] = plan(consumerTemplate()).mappings;
  expect(Object.keys(mapping!).sort()).toEqual([
    ...['eventSourceArn', 'functionName', 'logicalId', 'position', 'startingPosition', 'uuid'],
  ]);
});

test('a starting time is planned in milliseconds', () => {
  const text = consumerTemplate({ event: 'StartingPositionTimestamp: 1700000000.9' });
  const [mapping] = plan(text.replace('LATEST', 'AT_TIMESTAMP')).mappings;
  expect(mapping).toMatchObject({
    startingPosition: 'AT_TIMESTAMP',
    startingPositionTimestamp: 1_700_000_000_000,
  });
});

test('an empty Destination, and empty Filters, are as if there were none', () => {
  const event =
    "FilterCriteria: { Filters: [] }\nDestinationConfig: { OnFailure: { Destination: '' } }";
  const [mapping] = plan(consumerTemplate({ event })).mappings;
  expect(mapping).not.toHaveProperty('filterCriteria');
  expect(mapping).not.toHaveProperty('onFailureDestinationArn');
});

test('the function has what it says, and the defaults of Lambda', () => {
  const [planned] = plan(consumerTemplate()).functions;
  expect(planned).toEqual({
    logicalId: 'Consumer',
    position: { line: 8, column: 3 },
    functionName: expect.stringMatching(/^test-Consumer-[A-Z0-9]{12}$/),
    arn: `arn:aws:lambda:eu-west-1:123456789012:function:${planned!.functionName}`,
    runtime: 'nodejs22.x',
    handler: 'app.handler',
    roleArn: expect.stringMatching(
      /^arn:aws:iam::123456789012:role\/test-ConsumerRole-[A-Z0-9]{12}$/,
    ),
    timeoutSeconds: 3,
    memorySizeMb: 128,
    environment: {},
    description: '',
    code: { uri: 'src/' },
    codePosition: { line: 11, column: 16 },
    logGroupName: `/aws/lambda/${planned!.functionName}`,
  });
});

test('the function takes what Globals give: maps merge, the rest is its own', () => {
  const text = consumerTemplate({
    function: 'Timeout: 20\nEnvironment: { Variables: { LEVEL: debug, OWN: here } }',
  }).replace(
    'Resources:',
    'Globals: { Function: { Timeout: 10, MemorySize: 512, Layers: [a], Environment: { Variables: { LEVEL: info, ALL: 1 } } } }\nResources:',
  );
  expect(plan(text).functions[0]).toMatchObject({
    timeoutSeconds: 20,
    memorySizeMb: 512,
    environment: { LEVEL: 'debug', ALL: '1', OWN: 'here' },
  });
});

test('IgnoreGlobals leaves shared properties out', () => {
  const globals = 'Globals: { Function: { Timeout: 10, MemorySize: 512 } }\nResources:';
  const text = consumerTemplate().replace('Resources:', globals);
  const without = (list: string) =>
    plan(text.replace('    Properties:\n', `    IgnoreGlobals: ${list}\n    Properties:\n`));
  expect(without('[Timeout]').functions[0]).toMatchObject({ timeoutSeconds: 3, memorySizeMb: 512 });
  expect(without("'*'").functions[0]).toMatchObject({ timeoutSeconds: 3, memorySizeMb: 128 });
});

test('an intrinsic in Globals or in the function replaces the other whole', () => {
  const globals = 'Globals: { Function: { Handler: !Sub "a.b" } }\nResources:';
  expect(plan(consumerTemplate().replace('Resources:', globals)).functions[0]?.handler).toBe(
    'app.handler',
  );
});

test('how the code is built is planned, unless sam build has done it', () => {
  const metadata = (more: string) =>
    `    Metadata: { BuildMethod: esbuild, BuildProperties: { Minify: false, External: [a] }${more} }\n`;
  const text = (more: string) =>
    consumerTemplate().replace('    Properties:\n', `${metadata(more)}    Properties:\n`);
  expect(plan(text('')).functions[0]?.build).toEqual({
    method: 'esbuild',
    properties: { Minify: false, External: ['a'] },
  });
  expect(plan(text(', SamResourceId: Consumer')).functions[0]).not.toHaveProperty('build');
});

test('events of other kinds are listed, with what they are', () => {
  const more = `
Other:
  Type: AWS::Serverless::Function
  Properties:
    InlineCode: 'exports.handler = async () => {}'
    Handler: index.handler
    Runtime: nodejs22.x
    Events:
      Jobs: { Type: SQS, Properties: { Queue: !GetAtt Failures.Arn } }
      Daily: { Type: Schedule, Properties: { Schedule: rate(1 day) } }`;
  const { notRun, functions } = plan(consumerTemplate({ more }));
  expect(notRun.map(({ logicalId, type }) => [logicalId, type])).toEqual([
    ['OtherJobs', 'SQS event'],
    ['OtherDaily', 'Schedule event'],
  ]);
  expect(functions[1]?.code).toEqual({ inline: 'exports.handler = async () => {}' });
});

test('an SNS event subscribes the function, one by way of a queue does not', () => {
  const more = `
Calls: { Type: AWS::SNS::Topic, Properties: { TopicName: calls } }
Other:
  Type: AWS::Serverless::Function
  Properties:
    InlineCode: 'exports.handler = async () => {}'
    Handler: index.handler
    Runtime: nodejs22.x
    Events:
      Called: { Type: SNS, Properties: { Topic: !Ref Calls, FilterPolicy: { shop: [one] } } }
      Queued: { Type: SNS, Properties: { Topic: !Ref Calls, SqsSubscription: true } }`;
  const { subscriptions, notRun, functions } = plan(consumerTemplate({ more }));
  expect(subscriptions).toMatchObject([
    {
      logicalId: 'OtherCalled',
      protocol: 'lambda',
      endpoint: functions[1]!.arn,
      filterPolicy: '{"shop":["one"]}',
    },
  ]);
  expect(notRun.map(({ logicalId, type }) => [logicalId, type])).toEqual([
    ['OtherQueued', 'SNS event'],
  ]);
});

test('a function that does not run is not subscribed', () => {
  const more = `
Calls: { Type: AWS::SNS::Topic, Properties: { TopicName: calls } }
Other:
  Type: AWS::Serverless::Function
  Properties:
    CodeUri: target/
    Handler: app.Handler
    Runtime: java21
    Events: { Called: { Type: SNS, Properties: { Topic: !Ref Calls } } }`;
  const { subscriptions, notRun } = plan(consumerTemplate({ more }));
  expect(subscriptions).toEqual([]);
  expect(notRun.find(({ logicalId }) => logicalId === 'OtherCalled')?.why).toBe(
    'Other does not run here',
  );
});

test.each([
  ['Type: Kinesiss', /SAM has no event Kinesiss\. Did you mean Kinesis\?/],
  ['{}', /The event Extra has no Type/],
  ['Type: Kinesis', /The event Extra has no Stream/],
  ['Type: SNS', /The event Extra has no Topic/],
])('the event %s is refused', (event, message) => {
  const wrong = `Events: { Extra: ${event.startsWith('{') ? event : `{ ${event} }`} }`;
  const text = consumerTemplate().replace(/ {6}Events:[\s\S]*/, `      ${wrong}\n`);
  expect(refusals(text).join('\n')).toMatch(message);
});

test('a function of SAM without the transform is refused, as CloudFormation does', () => {
  const text = consumerTemplate().replace('Transform: AWS::Serverless-2016-10-31\n', '');
  expect(refusals(text)).toEqual([
    'template.yaml:7:3: Unrecognized resource types: [AWS::Serverless::Function]. Add `Transform: AWS::Serverless-2016-10-31` to the template.',
  ]);
});

test('a condition on a function is one on its mappings', () => {
  const text = consumerTemplate()
    .replace('Resources:', 'Conditions: { Never: !Equals [a, b] }\nResources:')
    .replace('    Properties:\n', '    Condition: Never\n    Properties:\n');
  const { functions, mappings, streams } = plan(text);
  expect([functions, mappings, streams.length]).toEqual([[], [], 1]);
});
