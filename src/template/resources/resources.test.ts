// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub has placeholders of that form
import { expect, test } from 'vitest';
import { plan, refusals } from '../plan.suite.ts';

/** A template of one resource beside a stream, so that there is something to run. */
const withResource = (type: string, properties: string) => `
Resources:
  Orders: { Type: AWS::Kinesis::Stream, Properties: { ShardCount: 1 } }
  It:
    Type: ${type}
    Properties: ${properties}
`;
const refused = (type: string, properties: string) =>
  refusals(withResource(type, properties)).map((line) =>
    line.replace(/^template\.yaml:\d+:\d+: /, ''),
  );
const limit = (value: string, field: string, rule: string) =>
  `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: Member must ${rule}`;

const STREAM = 'AWS::Kinesis::Stream';
const QUEUE = 'AWS::SQS::Queue';
const GROUP = 'AWS::Logs::LogGroup';
const FUNCTION = 'AWS::Lambda::Function';

test.each([
  ['{ ShardCount: 3 }', { streamMode: 'PROVISIONED', shardCount: 3, retentionPeriodHours: 24 }],
  ["{ ShardCount: '3', RetentionPeriodHours: 48 }", { shardCount: 3, retentionPeriodHours: 48 }],
  ['{ StreamModeDetails: { StreamMode: ON_DEMAND } }', { streamMode: 'ON_DEMAND', shardCount: 4 }],
  ['{ ShardCount: 1, MaxRecordSizeInKiB: 2048 }', { maxRecordSizeInKiB: 2048 }],
  ['{ Name: orders.v2, ShardCount: 1 }', { name: 'orders.v2' }],
])('the stream %s is planned', (properties, expected) => {
  expect(plan(withResource(STREAM, properties)).streams[1]).toMatchObject(expected);
});

test.each([
  ['{}', 'A stream needs a ShardCount, or StreamModeDetails with the StreamMode ON_DEMAND.'],
  ['{ ShardCount: 0 }', limit('0', 'shardCount', 'have value greater than or equal to 1')],
  ['{ ShardCount: many }', 'ShardCount must be a number, not "many".'],
  ['{ ShardCount: 1.5 }', 'ShardCount must be a whole number, not 1.5.'],
  [
    '{ ShardCount: 1, StreamModeDetails: { StreamMode: ON_DEMAND } }',
    'ShardCount is not expected when StreamMode=ON_DEMAND. Remove it.',
  ],
  [
    '{ ShardCount: 1, StreamModeDetails: { StreamMode: FAST } }',
    limit(
      'FAST',
      'streamModeDetails.streamMode',
      'satisfy enum value set: [PROVISIONED, ON_DEMAND]',
    ),
  ],
  [
    "{ ShardCount: 1, Name: 'a b' }",
    limit('a b', 'streamName', 'satisfy regular expression pattern: [a-zA-Z0-9_.-]+'),
  ],
  [
    '{ ShardCount: 1, RetentionPeriodHours: 9000 }',
    limit('9000', 'retentionPeriodHours', 'have value less than or equal to 8760'),
  ],
  [
    '{ ShardCont: 1, ShardCount: 1 }',
    'AWS::Kinesis::Stream (It) has no property ShardCont. Did you mean ShardCount?',
  ],
  [
    '{ ShardCount: 1, Qwertyuiop: 1 }',
    'AWS::Kinesis::Stream (It) has no property Qwertyuiop. Remove it.',
  ],
  [
    '{ ShardCount: 1, __proto__: { a: 1 } }',
    'AWS::Kinesis::Stream (It) has no property __proto__. Remove it.',
  ],
  [
    '{ ShardCount: 1, constructor: 1 }',
    'AWS::Kinesis::Stream (It) has no property constructor. Remove it.',
  ],
])('the stream %s is refused', (properties, message) => {
  expect(refused(STREAM, properties)).toEqual([message]);
});

test('a queue is planned with its attributes as SQS takes them', () => {
  const text = withResource(
    QUEUE,
    `
      VisibilityTimeout: 60
      DelaySeconds: 0
      RedrivePolicy: { deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 5 }
      RedriveAllowPolicy: { redrivePermission: allowAll }
      FifoQueue: false
  Dead: { Type: AWS::SQS::Queue, Properties: { QueueName: dead } }`,
  );
  expect(plan(text).queues[0]).toMatchObject({
    fifo: false,
    attributes: {
      VisibilityTimeout: '60',
      DelaySeconds: '0',
      RedrivePolicy:
        '{"deadLetterTargetArn":"arn:aws:sqs:eu-west-1:123456789012:dead","maxReceiveCount":5}',
      RedriveAllowPolicy: '{"redrivePermission":"allowAll"}',
    },
  });
});

test('a FIFO queue without a name gets one that ends with .fifo', () => {
  const [queue] = plan(
    withResource(QUEUE, '{ FifoQueue: true, ContentBasedDeduplication: true }'),
  ).queues;
  expect(queue?.name).toMatch(/^test-It-[A-Z0-9]{12}\.fifo$/);
  expect(queue).toMatchObject({
    fifo: true,
    attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' },
  });
});

const QUEUE_NAME =
  'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
test.each([
  [QUEUE, '{ QueueName: a.b }', QUEUE_NAME],
  [
    QUEUE,
    '{ QueueName: a, FifoQueue: true }',
    `${QUEUE_NAME}; the name of a FIFO queue ends with .fifo`,
  ],
  [
    QUEUE,
    '{ VisibilityTimeout: 43201 }',
    limit('43201', 'visibilityTimeout', 'have value less than or equal to 43200'),
  ],
  [
    QUEUE,
    '{ ContentBasedDeduplication: true }',
    'ContentBasedDeduplication is for FIFO queues only: set FifoQueue to true.',
  ],
  [
    QUEUE,
    '{ FifoQueue: true, FifoThroughputLimit: perMessageGroupId }',
    'FifoThroughputLimit can be perMessageGroupId only when DeduplicationScope is messageGroup.',
  ],
  [
    QUEUE,
    '{ FifoQueue: true, FifoThroughputLimit: perMessageGroupId, DeduplicationScope: messageGroup }',
    undefined,
  ],
  [QUEUE, '{ FifoQueue: maybe }', 'FifoQueue must be true or false, not "maybe".'],
  [
    QUEUE,
    '{ DeduplicationScope: all }',
    limit('all', 'deduplicationScope', 'satisfy enum value set: [messageGroup, queue]'),
  ],
  [QUEUE, '[]', 'The properties of It must be a map, not a list.'],
  [GROUP, '{ RetentionInDays: 30 }', undefined],
  [
    GROUP,
    '{ LogGroupName: "a b" }',
    limit('a b', 'logGroupName', 'satisfy regular expression pattern: [.\\-_/#A-Za-z0-9]+'),
  ],
])('%s with %s is checked', (type, properties, message) => {
  expect(refused(type, properties)).toEqual(message === undefined ? [] : [message]);
});

test('a log group keeps logs only for days that AWS knows', () => {
  expect(refused(GROUP, '{ RetentionInDays: 2 }')[0]).toMatch(
    /^Value '2' at 'retentionInDays' must be one of: 1, 3, 5, /,
  );
});

const functionWith = (more: string) =>
  `{ Code: src, Role: 'arn:aws:iam::123456789012:role/x', Runtime: nodejs22.x, Handler: a.b${more} }`;
const VARIABLES = 'because the environment variables you have provided';

test.each([
  [functionWith(', Timeout: 901'), limit('901', 'timeout', 'have value less than or equal to 900')],
  [functionWith(', Timeout: 0'), limit('0', 'timeout', 'have value greater than or equal to 1')],
  [
    functionWith(', MemorySize: 64'),
    limit('64', 'memorySize', 'have value greater than or equal to 128'),
  ],
  [
    functionWith(', MemorySize: 10241'),
    "'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to 10240",
  ],
  [
    functionWith('').replace('nodejs22.x', 'nodejs22'),
    'Lambda has no runtime nodejs22. Did you mean nodejs22.x?',
  ],
  [
    functionWith('').replace(', Handler: a.b', ''),
    'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
  ],
  [
    functionWith('').replace(' Runtime: nodejs22.x,', ''),
    'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
  ],
  [
    functionWith('').replace('Runtime: nodejs22.x', 'Runtime: !Ref AWS::NoValue'),
    'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
  ],
  [
    functionWith('').replace('Code: src, ', ''),
    "1 validation error detected: Value null at 'code' failed to satisfy constraint: Member must not be null.",
  ],
  [
    functionWith('').replace('src', '{ Zipfile: x }'),
    'Code has no property Zipfile. Did you mean ZipFile?',
  ],
  [
    functionWith(', Environment: { Variables: { AWS_REGION: x } }'),
    `Lambda was unable to configure your environment variables ${VARIABLES} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION`,
  ],
  [
    functionWith(', Environment: { Variables: { __proto__: x } }'),
    "1 validation error detected: Value '__proto__' at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]",
  ],
  [
    functionWith(`, Environment: { Variables: { LONG: ${'x'.repeat(4096)} } }`),
    `Lambda was unable to configure your environment variables ${VARIABLES} exceeded the 4KB limit (4107 bytes).`,
  ],
  [
    functionWith(', Environment: { Variabels: {} }'),
    'Environment has no property Variabels. Did you mean Variables?',
  ],
])('the function %s is refused', (properties, message) => {
  expect(refused(FUNCTION, properties)).toEqual([message]);
});

test.each([
  [functionWith('').replace('nodejs22.x', 'java21'), /not with java21/],
  [functionWith('').replace('src', '{ S3Bucket: bucket, S3Key: key }'), /in a bucket on AWS/],
  [functionWith('').replace('src', 's3://bucket/key'), /on AWS \(s3:\/\/bucket\/key\)/],
  [functionWith('').replace('src', '{ ImageUri: x }'), /container images/],
  [functionWith(', PackageType: Image'), /container images/],
])('the function %s is listed as not run', (properties, why) => {
  const { functions, notRun } = plan(withResource(FUNCTION, properties));
  expect(functions).toEqual([]);
  expect(notRun).toEqual([
    {
      logicalId: 'It',
      type: FUNCTION,
      position: { line: 4, column: 3 },
      why: expect.stringMatching(why),
    },
  ]);
});

test('the source of inline code goes into the plan', () => {
  const text = withResource(
    FUNCTION,
    functionWith('').replace('src', '{ ZipFile: !Sub "x ${AWS::Region}" }'),
  );
  expect(plan(text).functions[0]?.code).toEqual({ inline: 'x eu-west-1' });
});

test.each([
  [STREAM, '{ ShardCount: 1, Tags: [], WarmThroughputMiBps: 1 }', ['Tags', 'WarmThroughputMiBps']],
  [QUEUE, '{ KmsMasterKeyId: x, Tags: [] }', ['KmsMasterKeyId', 'Tags']],
  [GROUP, '{ KmsKeyId: x, LogGroupClass: STANDARD }', ['KmsKeyId', 'LogGroupClass']],
  [
    FUNCTION,
    functionWith(', Layers: [a], VpcConfig: {}, LoggingConfig: { LogFormat: JSON }'),
    ['Layers', 'VpcConfig', 'LogFormat'],
  ],
])('%s: what has no effect is warned of, never dropped silently', (type, properties, names) => {
  const { warnings } = plan(withResource(type, properties));
  expect(warnings.map(({ message }) => message)).toEqual(
    names.map((name) =>
      expect.stringMatching(`^${name} is accepted here and has no effect: .+\\.$`),
    ),
  );
  expect(warnings.every(({ line }) => line === 6)).toBe(true);
});

test('encryption and metrics of shards go into the plan, encryption as shown only', () => {
  const { streams, warnings } = plan(
    withResource(
      STREAM,
      '{ ShardCount: 1, StreamEncryption: { EncryptionType: KMS, KeyId: alias/k }, DesiredShardLevelMetrics: [OutgoingBytes, IncomingBytes] }',
    ),
  );
  expect(streams.find(({ logicalId }) => logicalId === 'It')).toMatchObject({
    encryptionKeyId: 'alias/k',
    shardLevelMetrics: ['IncomingBytes', 'OutgoingBytes'],
  });
  expect(warnings.map(({ message }) => message)).toEqual([
    'StreamEncryption is shown; records are kept as they came.',
  ]);
});

test('resources of all other types are listed as not run', () => {
  const { notRun } = plan(withResource('AWS::IAM::Role', '{ AssumeRolePolicyDocument: {} }'));
  expect(notRun).toEqual([
    {
      logicalId: 'It',
      type: 'AWS::IAM::Role',
      position: { line: 4, column: 3 },
      why: 'resources of this type do not run here',
    },
  ]);
});

test('a template without a stream is refused, and told so', () => {
  expect(refusals('Resources:\n  Queue: { Type: AWS::SQS::Queue }')).toEqual([
    'template.yaml:2:3: There is no Kinesis stream in this template, and nothing reads one. Add an AWS::Kinesis::Stream.',
  ]);
});

test.each([
  ['Resorces: {}', 'template.yaml:1:1: There is no section Resorces. Did you mean Resources?'],
  ['Resources: []', 'template.yaml:1:12: The section Resources must be a map, not a list.'],
  ['just text', 'template.yaml:1:1: A template must be a map, not "just text".'],
  [
    'Resources: { A_b: { Type: X } }',
    'template.yaml:1:14: A logical id has letters and digits only; rename A_b.',
  ],
  [
    'Resources: { A: { Typ: X } }',
    'template.yaml:1:14: The resource A has no Type.\ntemplate.yaml:1:19: There is no resource attribute Typ. Did you mean Type?',
  ],
  [
    'Resources: { "Fn::ForEach::X": [] }',
    'template.yaml:1:14: Fn::ForEach::X makes resources with a transform that does not run here.',
  ],
])('%s is refused with its place', (text, message) => {
  expect(refusals(text).join('\n')).toBe(message);
});

test('names are the same at every start, and others in another stack', () => {
  const text = withResource(STREAM, '{ ShardCount: 1 }');
  const names = (stackName: string) => plan(text, { stackName }).streams.map(({ name }) => name);
  expect(names('a')).toEqual(names('a'));
  expect(names('b')).not.toEqual(names('a'));
  expect(names('a')[0]).toMatch(/^a-Orders-[A-Z0-9]{12}$/);
});

test('long names are cut to what the service takes', () => {
  const id = 'L'.repeat(200);
  const text = withResource(QUEUE, '{}').replace('  It:', `  ${id}:`);
  const [queue] = plan(text, { stackName: 's'.repeat(128) }).queues;
  expect(queue?.name).toHaveLength(80);
  expect(queue?.name).toMatch(/^s+-L+-[A-Z0-9]{12}$/);
});

test('a stack name that CloudFormation would not take is refused', () => {
  const text = withResource(QUEUE, '{}');
  expect(refusals(text, { stackName: 'my_stack' })[0]).toMatch(/"my_stack" is no stack name/);
});
