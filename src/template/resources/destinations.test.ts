import { expect, test } from 'vitest';
import { plan, refusals } from '../plan.suite.ts';

const ACCOUNT = 'eu-west-1:123456789012';
const TOPIC = `arn:aws:sns:${ACCOUNT}:alarms`;
const QUEUE = `arn:aws:sqs:${ACCOUNT}:failures`;

/** A stream, a topic and a queue, with more. */
const template = ({ topic = '', more = '' }) => `
Resources:
  Orders: { Type: AWS::Kinesis::Stream, Properties: { ShardCount: 1 } }
  Failures: { Type: AWS::SQS::Queue, Properties: { QueueName: failures } }
  Alarms: { Type: AWS::SNS::Topic, Properties: { TopicName: alarms, ${topic} } }
  ${more}
`;
const subscription = (properties: string) =>
  template({ more: `It: { Type: AWS::SNS::Subscription, Properties: { ${properties} } }` });
const bucket = (properties: string) =>
  template({ more: `It: { Type: AWS::S3::Bucket, Properties: { ${properties} } }` });
const TO_QUEUE = 'TopicArn: !Ref Alarms, Protocol: sqs, Endpoint: !GetAtt Failures.Arn';

const messages = (text: string) =>
  refusals(text).map((line) => line.replace(/^template\.yaml:\d+:\d+: /, ''));
const unmet = (value: string, field: string, rule: string) =>
  `1 validation error detected: Value ${value} at '${field}' failed to satisfy constraint: Member must ${rule}`;

test('a topic is planned with the queues that it names itself', () => {
  const topic = 'Subscription: [{ Protocol: sqs, Endpoint: !GetAtt Failures.Arn }]';
  const { topics, notRun, warnings } = plan(template({ topic }));
  expect(topics).toEqual([
    {
      logicalId: 'Alarms',
      position: { line: 5, column: 3 },
      name: 'alarms',
      arn: TOPIC,
      subscriptions: [{ protocol: 'sqs', endpoint: QUEUE, rawMessageDelivery: false }],
    },
  ]);
  expect([...notRun, ...warnings]).toEqual([]);
});

test('of a topic’s own subscriptions, those of no queue are listed as not run', () => {
  const topic =
    'Subscription: [{ Protocol: email, Endpoint: !ImportValue mail }, !If [No, {}, !Ref AWS::NoValue], { Protocol: sqs, Endpoint: !GetAtt Failures.Arn }]';
  const planned = plan(`Conditions: { No: !Equals [a, b] }${template({ topic })}`);
  expect(planned.topics[0]?.subscriptions).toHaveLength(1);
  expect(planned.notRun).toEqual([
    {
      logicalId: 'Alarms.Subscription[0]',
      type: 'subscription',
      position: { line: 5, column: expect.any(Number) },
      why: 'only SQS queues and functions can be subscribed, not email',
    },
  ]);
});

test('a FIFO topic is listed as not run, and so is what is subscribed to it', () => {
  const text = subscription(TO_QUEUE).replace('alarms,', 'alarms.fifo, FifoTopic: true');
  const { topics, subscriptions, notRun } = plan(text);
  expect([...topics, ...subscriptions]).toEqual([]);
  expect(notRun.map(({ logicalId, why }) => [logicalId, why])).toEqual([
    ['Alarms', 'FIFO topics do not run here'],
    ['It', 'its topic Alarms does not run here'],
  ]);
});

test('a FIFO topic without a name gets one that ends with .fifo', () => {
  const text = template({
    more: 'It: { Type: AWS::SNS::Topic, Properties: { FifoTopic: true } }\nOutputs: { Name: { Value: !GetAtt It.TopicName } }',
  });
  expect(plan(text).outputs[0]?.value).toMatch(/^test-It-[A-Z0-9]{12}\.fifo$/);
});

const NAME =
  'Invalid parameter: Topic Name. A name has 1 to 256 letters, digits, hyphens and underscores';
test.each([
  ['TopicName: a b', `${NAME}.`],
  ['TopicName: alarms.fifo', `${NAME}; that of a FIFO topic ends with .fifo.`],
  ['FifoTopic: true', `${NAME}; that of a FIFO topic ends with .fifo.`],
  [
    'DisplayNam: x',
    'AWS::SNS::Topic (Alarms) has no property DisplayNam. Did you mean DisplayName?',
  ],
  [
    'Subscription: [{ Protocol: sqs, Endpoint: !GetAtt Failures.Arn, RawMessageDelivery: true }]',
    'A subscription in its topic has no property RawMessageDelivery. Remove it.',
  ],
  ['Subscription: [sqs]', 'A subscription must be a map, not "sqs".'],
  ['Subscription: [{ Protocol: sqs }]', unmet('null', 'endpoint', 'not be null.')],
])('a topic with %s is refused', (topic, message) => {
  const text = template({ topic });
  const named = topic.startsWith('TopicName') ? text.replace('TopicName: alarms, ', '') : text;
  expect(messages(named)).toEqual([message]);
});

test.each([
  ['', false],
  [', RawMessageDelivery: true', true],
  [", RawMessageDelivery: 'false', FilterPolicy: !Ref AWS::NoValue", false],
])('the subscription of a queue%s is planned', (more, rawMessageDelivery) => {
  expect(plan(subscription(TO_QUEUE + more)).subscriptions).toEqual([
    {
      logicalId: 'It',
      position: { line: 6, column: 3 },
      topicArn: TOPIC,
      protocol: 'sqs',
      endpoint: QUEUE,
      rawMessageDelivery,
    },
  ]);
});

test('the subscription of a function is planned, with its policies', () => {
  const endpoint = `arn:aws:lambda:${ACCOUNT}:function:f`;
  const policies =
    'FilterPolicy: { a: [b] }, FilterPolicyScope: MessageBody, ' +
    'RedrivePolicy: { deadLetterTargetArn: !GetAtt Failures.Arn }';
  const properties = `TopicArn: !Ref Alarms, Protocol: lambda, Endpoint: '${endpoint}', ${policies}`;
  expect(plan(subscription(properties)).subscriptions).toMatchObject([
    {
      protocol: 'lambda',
      endpoint,
      filterPolicy: '{"a":["b"]}',
      filterPolicyScope: 'MessageBody',
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: QUEUE }),
    },
  ]);
});

test.each([
  [
    'TopicArn: !ImportValue topic, Protocol: https, Endpoint: !ImportValue url',
    'only SQS queues and functions can be subscribed, not https',
  ],
  [
    TO_QUEUE.replace('!Ref Alarms', 'arn:aws:sns:eu-west-1:123456789012:elsewhere'),
    'arn:aws:sns:eu-west-1:123456789012:elsewhere is not in this template',
  ],
])('the subscription %s is listed as not run', (properties, why) => {
  const { subscriptions, notRun } = plan(subscription(properties));
  expect(subscriptions).toEqual([]);
  expect(notRun).toEqual([expect.objectContaining({ logicalId: 'It', why })]);
});

test.each([
  [
    `${TO_QUEUE}, FilterPolicyScope: x`,
    unmet("'x'", 'filterPolicyScope', 'satisfy enum value set: [MessageAttributes, MessageBody]'),
  ],
  [
    TO_QUEUE.replace('sqs', 'lambda'),
    'Invalid parameter: Lambda endpoint ARN. Use Fn::GetAtt to have the ARN of a function.',
  ],
  [
    TO_QUEUE.replace('!GetAtt Failures.Arn', '!Ref Failures'),
    'Invalid parameter: SQS endpoint ARN. Use Fn::GetAtt to have the ARN of a queue.',
  ],
  [
    TO_QUEUE.replace('!GetAtt Failures.Arn', `${QUEUE}.fifo`),
    'Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics',
  ],
  [
    TO_QUEUE.replace('!Ref', '!GetAtt').replace('Alarms', 'Alarms.TopicName'),
    'Invalid parameter: TopicArn. Name the topic with Ref, not by alarms.',
  ],
  [TO_QUEUE.replace('TopicArn: !Ref Alarms, ', ''), unmet('null', 'topicArn', 'not be null.')],
  [TO_QUEUE.replace(' Protocol: sqs,', ''), unmet('null', 'protocol', 'not be null.')],
  [
    TO_QUEUE.replace(': sqs', ': smtp'),
    unmet(
      "'smtp'",
      'protocol',
      'satisfy enum value set: [http, https, email, email-json, sms, sqs, application, lambda, firehose]',
    ),
  ],
])('the subscription %s is refused', (properties, message) => {
  expect(messages(subscription(properties))).toEqual([message]);
});

test('a queue outside the template can be subscribed, with a warning', () => {
  const text = subscription(TO_QUEUE.replace('!GetAtt Failures.Arn', `${QUEUE}-elsewhere`));
  const { subscriptions, warnings } = plan(text);
  expect(subscriptions).toHaveLength(1);
  expect(warnings.map(({ message }) => message)).toEqual([
    'The queue failures-elsewhere is not in this template; until it is made, nothing that is published reaches it.',
  ]);
});

test('a queue that is subscribed twice must be so in the same way', () => {
  const topic = 'Subscription: [{ Protocol: sqs, Endpoint: !GetAtt Failures.Arn }]';
  const twice = (more: string) =>
    messages(subscription(TO_QUEUE + more).replace('alarms, ', `alarms, ${topic}`));
  expect(twice('')).toEqual([]);
  expect(twice(', RawMessageDelivery: true')).toEqual([
    'Invalid parameter: Attributes Reason: Subscription already exists with different attributes',
  ]);
});

test('a bucket is planned; without a name it gets one that S3 takes', () => {
  expect(plan(bucket('BucketName: kept.2')).buckets).toEqual([
    {
      logicalId: 'It',
      position: { line: 6, column: 3 },
      name: 'kept.2',
      arn: 'arn:aws:s3:::kept.2',
    },
  ]);
  expect(plan(bucket('')).buckets[0]?.name).toMatch(/^test-it-[a-z0-9]{12}$/);
});

test.each([
  ['BucketName: Kept', expect.stringMatching(/^The specified bucket is not valid\. A name has/)],
  ['BucketName: ab', expect.stringMatching(/^The specified bucket is not valid\. A name has/)],
  ['BucketName: 10.0.0.1', expect.stringMatching(/^The specified bucket is not valid\. A name/)],
  ['BucketName: [a]', 'BucketName must be text, not a list.'],
  [
    'BucketNamePrefix: kept',
    'BucketNamePrefix is not supported here; give BucketName the whole name.',
  ],
  ['Bucketname: kept', 'AWS::S3::Bucket (It) has no property Bucketname. Did you mean BucketName?'],
])('a bucket with %s is refused', (properties, message) => {
  expect(messages(bucket(properties))).toEqual([message]);
});

test.each([
  [template({ topic: 'DisplayName: x, Tags: []' }), ['DisplayName', 'Tags']],
  [subscription(`${TO_QUEUE}, DeliveryPolicy: {}`), ['DeliveryPolicy']],
  [
    bucket('LifecycleConfiguration: {}, VersioningConfiguration: { Status: Enabled }'),
    ['LifecycleConfiguration', 'VersioningConfiguration'],
  ],
])('what has no effect is warned of', (text, names) => {
  expect(plan(text).warnings.map(({ message }) => message)).toEqual(
    names.map((name) =>
      expect.stringMatching(`^${name} is accepted here and has no effect: .+\\.$`),
    ),
  );
});
