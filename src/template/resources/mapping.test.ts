// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub has placeholders of that form
import { expect, test } from 'vitest';
import { consumerTemplate, plan, refusals } from '../plan.suite.ts';

const refused = (event: string, edit: (text: string) => string = (text) => text) =>
  refusals(edit(consumerTemplate({ event }))).map((line) => {
    return line.replace(/^template\.yaml:\d+:\d+: /, '');
  });
const to = (arn: string) => `DestinationConfig: { OnFailure: { Destination: '${arn}' } }`;
const between = (value: string, field: string, rule: string) =>
  `1 validation error detected: Value '${value}' at '${field}' failed to satisfy constraint: Member must have value ${rule}`;

test('a setting out of range is refused in the words of AWS, with its place', () => {
  expect(refusals(consumerTemplate({ event: 'BatchSize: 10001' }))).toEqual([
    "template.yaml:21:24: 1 validation error detected: Value '10001' at 'batchSize' failed to satisfy constraint: Member must have value less than or equal to 10000",
  ]);
});

test('a tumbling window is planned, and an empty list of filters with it (rule 1.2.4)', () => {
  const event = 'TumblingWindowInSeconds: 900\nFilterCriteria: { Filters: [] }';
  const [mapping] = plan(consumerTemplate({ event })).mappings;
  expect(mapping).toMatchObject({ tumblingWindowInSeconds: 900 });
  expect(mapping).not.toHaveProperty('filterCriteria');
});

test.each([
  ['BatchSize: 0', between('0', 'batchSize', 'greater than or equal to 1')],
  [
    'MaximumBatchingWindowInSeconds: 301',
    between('301', 'maximumBatchingWindowInSeconds', 'less than or equal to 300'),
  ],
  ['ParallelizationFactor: 11', between('11', 'parallelizationFactor', 'less than or equal to 10')],
  [
    'MaximumRetryAttempts: -2',
    between('-2', 'maximumRetryAttempts', 'greater than or equal to -1'),
  ],
  [
    'MaximumRetryAttempts: 10001',
    between('10001', 'maximumRetryAttempts', 'less than or equal to 10000'),
  ],
  [
    'MaximumRecordAgeInSeconds: 604801',
    between('604801', 'maximumRecordAgeInSeconds', 'less than or equal to 604800'),
  ],
  [
    'MaximumRecordAgeInSeconds: 59',
    "Value '59' at 'maximumRecordAgeInSeconds' must be -1, or between 60 and 604800.",
  ],
  [
    'TumblingWindowInSeconds: 901',
    between('901', 'tumblingWindowInSeconds', 'less than or equal to 900'),
  ],
  [
    'TumblingWindowInSeconds: 5\nParallelizationFactor: 2',
    'A tumbling window cannot be used together with a ParallelizationFactor over 1.',
  ],
  [
    `TumblingWindowInSeconds: 5\nFilterCriteria: { Filters: [{ Pattern: '{"data":{}}' }] }`,
    'A tumbling window cannot be used together with FilterCriteria.',
  ],
  ['Enabled: perhaps', 'Enabled must be true or false, not "perhaps".'],
  [
    'FunctionResponseTypes: [ReportAll]',
    'FunctionResponseTypes of a Kinesis stream can only be ReportBatchItemFailures.',
  ],
  [
    'FunctionResponseTypes: [ReportBatchItemFailures, ReportBatchItemFailures]',
    'FunctionResponseTypes takes at most 1 values.',
  ],
  [
    'MetricsConfig: { Metrics: [KafkaMetrics] }',
    'Metrics of a Kinesis stream can only be EventCount.',
  ],
  [
    "FilterCriteria: { Filters: [{ Pattern: 'data' }] }",
    'Invalid filter pattern definition. A pattern is a JSON object.',
  ],
  [
    "FilterCriteria: { Filters: [{ Pattern: '[]' }] }",
    'Invalid filter pattern definition. A pattern is a JSON object.',
  ],
  [
    'FilterCriteria: { Filters: [{ Patern: x }] }',
    'A filter has no property Patern. Did you mean Pattern?',
  ],
  [
    'DestinationConfig: { OnSuccess: { Destination: x } }',
    'Unsupported DestinationConfig parameter for given event source mapping type.',
  ],
  [
    'DestinationConfig: { OnFailure: { Destination: !Ref Failures } }',
    expect.stringMatching(/^A Destination is an ARN, not https:/),
  ],
  [
    to('arn:aws:kafka:eu-west-1:123456789012:cluster/x'),
    'Only SQS queues, SNS topics and S3 buckets take failure records, not kafka.',
  ],
  [
    to('arn:aws:constructor:eu-west-1:123456789012:x'),
    'Only SQS queues, SNS topics and S3 buckets take failure records, not constructor.',
  ],
  [to('arn:aws:s3:::failures/prefix'), 'arn:aws:s3:::failures/prefix is not the ARN of a bucket.'],
  [
    to('arn:aws:sns:eu-west-1:123456789012:x:5be8ae1d'),
    'arn:aws:sns:eu-west-1:123456789012:x:5be8ae1d is not the ARN of a topic.',
  ],
  [
    to('arn:aws:sns:eu-west-1:123456789012:x.fifo'),
    'x.fifo is a FIFO topic, to which AWS sends no failure records. Use a standard topic.',
  ],
  ['BatchSise: 1', 'The Kinesis event Orders has no property BatchSise. Did you mean BatchSize?'],
  ['Queues: [a]', 'The Kinesis event Orders has no property Queues. Remove it.'],
  [
    'StartingPositionTimestamp: 1',
    'A StartingPositionTimestamp goes with the StartingPosition AT_TIMESTAMP only.',
  ],
])('the event %s is refused', (event, message) => {
  expect(refused(event)).toEqual([message]);
});

const MISSING_START =
  "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null. Give it TRIM_HORIZON, LATEST or AT_TIMESTAMP.";
test.each([
  [
    ' LATEST',
    ' AT_TIMESTAMP',
    'The StartingPosition AT_TIMESTAMP needs a StartingPositionTimestamp.',
  ],
  [
    ' LATEST',
    ' NEWEST',
    "1 validation error detected: Value 'NEWEST' at 'startingPosition' failed to satisfy constraint: Member must satisfy enum value set: [LATEST, AT_TIMESTAMP, TRIM_HORIZON]",
  ],
  ['            StartingPosition: LATEST\n', '', MISSING_START],
  [
    '!GetAtt Orders.Arn',
    '!Ref Orders',
    expect.stringMatching(/^EventSourceArn must be an ARN, not test-Orders-.*Use !GetAtt/),
  ],
  [
    '!GetAtt Orders.Arn',
    'arn:aws:kinesis:eu-west-1:123456789012:stream/x/consumer/c',
    'Stream not found: arn:aws:kinesis:eu-west-1:123456789012:stream/x/consumer/c',
  ],
  [
    '!GetAtt Orders.Arn',
    'arn:aws:kinesis:eu-west-1:123456789012:video/x',
    'Stream not found: arn:aws:kinesis:eu-west-1:123456789012:video/x',
  ],
])('with %s as %s the mapping is refused', (from, to, message) => {
  expect(refused('', (text) => text.replace(from, to))).toEqual([message]);
});

test.each(['function', 'destination', 'source'])('a %s that does not run is named', (role) => {
  const more = `
Hose: { Type: AWS::KinesisFirehose::DeliveryStream }
Policy: { Type: AWS::Kinesis::ResourcePolicy }`;
  const event = 'DestinationConfig: { OnFailure: { Destination: !GetAtt Failures.Arn } }';
  const edits: Record<string, (text: string) => string> = {
    function: (text) => text.replace('nodejs22.x', 'java21'),
    destination: (text) => text.replace('!GetAtt Failures.Arn', '!GetAtt Hose.Arn'),
    source: (text) => text.replace('!GetAtt Orders.Arn\n', '!GetAtt Policy.Arn\n'),
  };
  const [line, ...others] = refusals(edits[role]!(consumerTemplate({ event, more })));
  const types: Record<string, string> = {
    function: 'Consumer (AWS::Lambda::Function)',
    destination: 'Hose (AWS::KinesisFirehose::DeliveryStream)',
    source: 'Policy (AWS::Kinesis::ResourcePolicy)',
  };
  expect(line).toContain(
    `The ${role} of this mapping is ${types[role]}, which does not run here: `,
  );
  expect(others).toEqual([]);
});

test.each([
  ['arn:aws:sqs:eu-west-1:123456789012:q', 'queue q'],
  ['arn:aws:sns:eu-west-1:123456789012:t', 'topic t'],
  ['arn:aws:s3:::b.fifo', 'bucket b.fifo'],
])('what is not in the template, but may be here, is warned of: %s', (arn, what) => {
  const text = consumerTemplate({ event: to(arn) }).replace(
    '!GetAtt Orders.Arn',
    'arn:aws:kinesis:eu-west-1:123456789012:stream/elsewhere',
  );
  expect(plan(text).warnings.map(({ message }) => message)).toEqual([
    'The stream elsewhere is not in this template; the mapping waits until it is made.',
    `The ${what} is not in this template; make it before it is sent to.`,
  ]);
});

test.each([
  ['AWS::SQS::Queue', '!GetAtt It.Arn'],
  ['AWS::SNS::Topic', '!Ref It'],
  ['AWS::S3::Bucket', '!GetAtt It.Arn'],
])('failure records can go to an %s of the template', (type, destination) => {
  const event = `DestinationConfig: { OnFailure: { Destination: ${destination} } }`;
  const planned = plan(consumerTemplate({ event, more: `It: { Type: ${type} }` }));
  const places = [...planned.queues, ...planned.topics, ...planned.buckets];
  const arn = places.find(({ logicalId }) => logicalId === 'It')?.arn;
  expect(planned.mappings[0]?.onFailureDestinationArn).toBe(arn);
  expect(arn).toBeDefined();
  expect(planned.warnings).toEqual([]);
});

test.each([
  ['queue', 'AWS::SQS::Queue, Properties: { FifoQueue: true }', '!GetAtt It.Arn'],
  ['topic', 'AWS::SNS::Topic, Properties: { FifoTopic: true }', '!Ref It'],
])('a FIFO %s as destination is refused', (what, resource, destination) => {
  const event = `DestinationConfig: { OnFailure: { Destination: ${destination} } }`;
  expect(refusals(consumerTemplate({ event, more: `It: { Type: ${resource} }` }))).toEqual([
    expect.stringMatching(
      `\\.fifo is a FIFO ${what}, to which AWS sends no failure records. Use a standard ${what}\\.$`,
    ),
  ]);
});

const plain = (mapping: string) =>
  consumerTemplate({
    more: `Mapping:\n  Type: AWS::Lambda::EventSourceMapping\n  Properties: { ${mapping} }`,
  });

test('a mapping of CloudFormation is planned like one of SAM', () => {
  const { mappings, functions, streams } = plan(
    plain(
      'FunctionName: !GetAtt Consumer.Arn, EventSourceArn: !GetAtt Orders.Arn, StartingPosition: TRIM_HORIZON, BatchSize: 7',
    ),
  );
  expect(mappings.find(({ logicalId }) => logicalId === 'Mapping')).toMatchObject({
    functionName: functions[0]!.arn,
    eventSourceArn: streams[0]!.arn,
    startingPosition: 'TRIM_HORIZON',
    batchSize: 7,
  });
});

test.each([
  ['FunctionName: !Ref Consumer, EventSourceArn: !GetAtt Failures.Arn', 'a queue'],
  ['FunctionName: !Ref Consumer, EventSourceArn: !GetAtt Table.StreamArn', 'a table'],
  ['FunctionName: !Ref Consumer, SelfManagedEventSource: { Endpoints: {} }', 'Kafka'],
])('a mapping with %s is listed as not run', (mapping) => {
  const { notRun } = plan(`${plain(mapping)}\n  Table: { Type: AWS::DynamoDB::Table }`);
  expect(notRun).toContainEqual(
    expect.objectContaining({ logicalId: 'Mapping', why: 'only Kinesis streams send events here' }),
  );
});

test.each([
  [
    'FunctionName: nobody, EventSourceArn: !GetAtt Orders.Arn, StartingPosition: LATEST',
    'Function does not exist: nobody is not in this template.',
  ],
  [
    'FunctionName: !Sub "${Consumer}:live", EventSourceArn: !GetAtt Orders.Arn, StartingPosition: LATEST',
    expect.stringMatching(/:live names a version or alias/),
  ],
  [
    'FunctionName: !Ref Consumer, EventSourceArn: !GetAtt Orders.Arn, StartingPosition: LATEST, Topics: [a]',
    'Topics does not go with a Kinesis stream; remove it.',
  ],
  [
    'EventSourceArn: !GetAtt Orders.Arn, StartingPosition: LATEST',
    "1 validation error detected: Value null at 'functionName' failed to satisfy constraint: Member must not be null.",
  ],
  [
    'FunctionName: !Ref Consumer',
    'Unrecognized event source. Give EventSourceArn the ARN of a stream.',
  ],
])('the mapping %s is refused', (mapping, message) => {
  expect(
    refusals(plain(mapping)).map((line) => line.replace(/^template\.yaml:\d+:\d+: /, '')),
  ).toEqual([message]);
});

test('all that is wrong is told at once, in the order of the lines', () => {
  const text = consumerTemplate({
    event: 'BatchSize: 0\nParallelizationFactor: 99',
    function: 'Timeout: 1000',
  });
  expect(refusals(text).map((line) => line.slice(0, 20))).toEqual([
    'template.yaml:14:16:',
    'template.yaml:21:24:',
    'template.yaml:22:36:',
  ]);
});
