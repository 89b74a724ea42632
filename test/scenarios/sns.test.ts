import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { snsService } from '../../src/api/sns/service.ts';
import { sqsService } from '../../src/api/sqs/service.ts';
import { filterPolicies } from '../../src/app/filter-policies.ts';
import { startSluicebox } from '../../src/app/start.ts';
import { topicDeliveries } from '../../src/app/topic-deliveries.ts';
import { LambdaError } from '../../src/lambda/lambda-error.ts';
import { systemRandom } from '../../src/random/random.ts';
import { Topics } from '../../src/sns/topics.ts';
import { Queues } from '../../src/sqs/queues.ts';
import { type Difference, expectSameAsMoto } from '../compared.ts';
import { Endpoint } from '../endpoint.ts';
import { HAS_MOTO } from '../moto.ts';
import { ROOT, temporaryFolder } from '../running.ts';

let endpoint: Endpoint;
beforeEach(async () => {
  endpoint = await Endpoint.start((world) => {
    const queues = new Queues(world);
    const { events } = world;
    const functions = (): never => {
      throw new LambdaError('ResourceNotFoundException', 'There are no functions.');
    };
    const topics = new Topics({
      ...world,
      ...topicDeliveries({ queues, functions, events }),
      filters: filterPolicies(),
    });
    return [snsService(topics), sqsService(queues)];
  });
});
afterEach(() => endpoint[Symbol.asyncDispose]());

test('an alarm tells a topic, and the topic calls a function', async () => {
  using folder = temporaryFolder();
  const code = 'exports.handler = async (event) => console.log(JSON.stringify(event))';
  const Told = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      ...{ FunctionName: 'told', Runtime: 'nodejs20.x', Handler: 'index.handler' },
      ...{ Role: 'arn:aws:iam::123456789012:role/r', Code: { ZipFile: code } },
    },
  };
  const Subscription = [{ Protocol: 'lambda', Endpoint: { 'Fn::GetAtt': ['Told', 'Arn'] } }];
  const Calls = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'calls', Subscription } };
  const Orders = { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 1 } };
  const Many = {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      ...{ AlarmName: 'many', Namespace: 'Shop', MetricName: 'Orders', Statistic: 'Sum' },
      ...{ Period: 60, EvaluationPeriods: 1, Threshold: 5 },
      ...{ ComparisonOperator: 'GreaterThanThreshold', AlarmActions: [{ Ref: 'Calls' }] },
    },
  };
  const template = join(folder.path, 'template.json');
  writeFileSync(template, JSON.stringify({ Resources: { Told, Calls, Orders, Many } }));
  const scope = { account: '123456789012', region: 'eu-west-1' };
  const box = await startSluicebox({
    ...{ template, scope, host: '127.0.0.1', port: 0, pace: 'fast', random: systemRandom },
    time: { kind: 'manual' },
  });
  const { metrics, logs, events } = box.world;
  await metrics.put(scope, 'Shop', [{ name: 'Orders', value: 9 }]);
  const invoked = new Promise((resolve) => events.on('function-invoked', resolve));
  const body = JSON.stringify({ advanceMs: 60_000 });
  await fetch(`${box.endpoint}/_sluicebox/clock`, { method: 'POST', body });
  await invoked;
  const group = '/aws/lambda/told';
  const found = logs.filterEvents(scope, { group, pattern: '"NewStateValue" "ALARM"' }).events;
  expect(found).toHaveLength(1);
  expect(found[0]!.message).toContain('aws:sns');
  await box.close();
});

const REFERENCE = 'Amazon SNS API reference';
const TYPE =
  "The message attribute 'a' has an invalid message attribute type, the set of supported type " +
  'prefixes is Binary, Number, and String.';
const VALUE =
  "ParameterValueInvalid: The message attribute 'a' must contain non-empty message attribute " +
  "value for message attribute type 'String'.";

const DIFFERENCES: Readonly<Record<string, Difference>> = {
  'a batch of none': {
    here: "EmptyBatchRequest: The batch request doesn't contain any entries.",
    moto: [[], []],
    right: 'here',
    why: REFERENCE,
  },
  'a name that cannot be': {
    here: 'InvalidParameter: Invalid parameter: Topic Name',
    moto:
      'InvalidParameter: Topic names must be made up of only uppercase and lowercase ASCII ' +
      'letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long.',
    right: 'here',
    why: 'observed on AWS',
  },
  'a policy that is none': {
    here:
      'InvalidParameter: Invalid parameter: Attributes Reason: FilterPolicy: a: a field takes an ' +
      'object or an array.',
    moto: 'InvalidParameter: Invalid parameter: FilterPolicy: "a" must be an object or an array',
    right: 'unknown',
    why: 'the code is the same; the text behind it is our own',
  },
  'a scope that is none': {
    here:
      'InvalidParameter: Invalid parameter: Attributes Reason: FilterPolicyScope: Invalid value ' +
      '[x]. Please use either MessageAttributes or MessageBody',
    moto: null,
    right: 'here',
    why: REFERENCE,
  },
  'a token': {
    here: 'InvalidParameter: Invalid parameter: Token',
    moto: true,
    right: 'here',
    why: 'a queue waits for no confirmation: nobody was given a token',
  },
  'an attribute of no type': {
    here: `ParameterValueInvalid: ${TYPE}`,
    moto: `InvalidParameter: ${TYPE}`,
    right: 'here',
    why: 'the code of InvalidParameterValueException in the public API model',
  },
  'an attribute without value': { here: VALUE, moto: 1, right: 'here', why: 'observed on AWS' },
  'an empty message': {
    here: 'InvalidParameter: Invalid parameter: Empty message',
    moto: 1,
    right: 'here',
    why: 'observed on AWS',
  },
  'let through by body': {
    here: [['{"shop":"one","price":100}', []]],
    moto: [],
    right: 'here',
    why: 'Message filtering, Amazon SNS developer guide',
  },
  'no default text': {
    here:
      'InvalidParameter: Invalid parameter: Message Structure - No default entry in JSON message ' +
      'body',
    moto: [['q', []]],
    right: 'here',
    why: 'observed on AWS',
  },
  'the policy ends': {
    here: [['f', []]],
    moto: 'ResponseParserError',
    right: 'here',
    why: 'moto fails with status 500',
  },
  'to no topic': {
    here: 'NotFound: Topic does not exist',
    moto: 'NotFound: Endpoint does not exist',
    right: 'here',
    why: 'observed on AWS',
  },
};

test.skipIf(!HAS_MOTO)('it is as moto has it, but for what is listed (needs moto)', async () => {
  const script = join(ROOT, 'test/scenarios/sns_client.py');
  await expectSameAsMoto(script, endpoint.url, DIFFERENCES);
});
