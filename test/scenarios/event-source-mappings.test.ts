import { CreateStreamCommand, DeleteStreamCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import {
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteFunctionCommand,
  DeleteEventSourceMappingCommand,
  GetEventSourceMappingCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { file, zipOf } from '../../src/lambda/packages/zip.suite.ts';
import { available } from '../available.ts';
import { type Project, temporaryProject } from '../project.ts';
import { Running, run, sluicebox } from '../running.ts';

const HAS_AWS_CLI = available('aws');

const ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const HANDLER = `
export const handler = async ({ Records }) => {
  const texts = Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
  console.log('MARK ' + texts.join());
  if (texts.includes('bad')) throw new Error('bad');
};
`;

let project: Project;
let running: Running;
let lambda: LambdaClient;

async function up(): Promise<void> {
  running = await Running.up([project.template, '--data', project.path('data'), '--logs']);
  lambda = new LambdaClient(running.settings);
}

beforeEach(async () => {
  project = temporaryProject(HANDLER);
  await up();
});
afterEach(async () => {
  lambda.destroy();
  await running.end();
  project[Symbol.dispose]();
});

const put = (data: string) => sluicebox(['put', 'orders', '--data', data], { env: running.env });
const create = (more: object = {}) =>
  lambda.send(
    new CreateEventSourceMappingCommand({
      EventSourceArn: ARN,
      FunctionName: 'consumer',
      StartingPosition: 'TRIM_HORIZON',
      ...more,
    }),
  );

test('a mapping is made, shown, listed, changed while it runs, and ended (rule 3.7.5)', async () => {
  const created = await create({ Tags: { team: 'a' }, FilterCriteria: { Filters: [] } });
  expect(created).toMatchObject({
    State: 'Creating',
    StateTransitionReason: 'User action',
    LastProcessingResult: 'No records processed',
    BatchSize: 100,
    MaximumRetryAttempts: -1,
    DestinationConfig: { OnFailure: {} },
    FunctionResponseTypes: [],
  });
  expect(created.FilterCriteria).toBeUndefined();
  const { UUID, EventSourceMappingArn: Resource } = created;
  await put('one');
  await running.printed('MARK one');
  const get = () => lambda.send(new GetEventSourceMappingCommand({ UUID }));
  expect(await get()).toMatchObject({ State: 'Enabled', LastProcessingResult: 'OK' });
  const list = new ListEventSourceMappingsCommand({ FunctionName: 'consumer' });
  expect((await lambda.send(list)).EventSourceMappings).toHaveLength(1);

  const update = (change: object) =>
    lambda.send(new UpdateEventSourceMappingCommand({ UUID, ...change }));
  expect((await update({ Enabled: false })).State).toBe('Disabling');
  expect((await get()).State).toBe('Disabled');
  await put('two');
  const OnFailure = { Destination: 'arn:aws:sqs:us-east-1:000000000000:failed' };
  await update({ MaximumRetryAttempts: 0, DestinationConfig: { OnFailure } });
  expect((await update({ Enabled: true })).State).toBe('Enabling');
  await running.printed('MARK two');
  expect(running.output.match(/MARK one/g)).toHaveLength(1);
  await put('bad');
  await running.printed('⊘ given up after 1 attempt → failed');

  await lambda.send(new TagResourceCommand({ Resource, Tags: { stage: 'dev' } }));
  await lambda.send(new UntagResourceCommand({ Resource, TagKeys: ['team'] }));
  expect((await lambda.send(new ListTagsCommand({ Resource }))).Tags).toEqual({ stage: 'dev' });

  const ended = await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
  expect(ended.State).toBe('Deleting');
  await expect(get()).rejects.toThrow('The resource you requested does not exist.');
});

test('a mapping shows that its stream is gone, and is well again once there is another', async () => {
  const { UUID } = await create();
  await put('one');
  await running.printed('MARK one');
  const kinesis = new KinesisClient(running.settings);
  const result = async () =>
    (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).LastProcessingResult;
  await kinesis.send(new DeleteStreamCommand({ StreamName: 'orders' }));
  const gone = 'Stream orders under account 000000000000 not found.';
  await running.printed(gone);
  expect(await result()).toBe(`PROBLEM: ${gone}`);
  await kinesis.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 1 }));
  kinesis.destroy();
  await put('two');
  await running.printed('MARK two');
  await expect.poll(result).toBe('OK');
});

test('a mapping shows that its function is gone, once it has something for it', async () => {
  const FunctionName = 'short-lived';
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Role: 'arn:aws:iam::000000000000:role/r',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipOf(file('index.mjs', HANDLER)) },
    }),
  );
  const { UUID } = await create({ FunctionName });
  await lambda.send(new DeleteFunctionCommand({ FunctionName }));
  await put('one');
  await expect
    .poll(
      async () =>
        (await lambda.send(new GetEventSourceMappingCommand({ UUID }))).LastProcessingResult,
    )
    .toMatch(
      /^PROBLEM: Function not found: arn:aws:lambda:us-east-1:000000000000:function:short-lived \(Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: [0-9a-f-]{36}\)$/,
    );
});

test('a mapping made through the API goes on after a restart', async () => {
  await create({ BatchSize: 7 });
  await put('before');
  await running.printed('MARK before');
  lambda.destroy();
  await running.end();
  await up();
  await put('after');
  await running.printed('MARK after');
  expect(running.output).not.toContain('MARK before');
  const { EventSourceMappings } = await lambda.send(new ListEventSourceMappingsCommand({}));
  expect(EventSourceMappings).toMatchObject([{ BatchSize: 7, State: 'Enabled' }]);
});

test('filters drop what does not match (rule 5.1)', async () => {
  await create({ FilterCriteria: { Filters: [{ Pattern: '{"data":{"type":["order"]}}' }] } });
  await put('{"type":"other"}');
  await put('{"type":"order"}');
  await running.printed('MARK {"type":"order"}');
  expect(running.output).not.toContain('other');
});

test.each([
  [{ EventSourceArn: `${ARN}-gone` }, `Stream not found: ${ARN}-gone`],
  [{ FunctionName: 'nobody' }, 'Function does not exist'],
  [{ StartingPosition: undefined }, "Value null at 'startingPosition' failed to satisfy"],
  [{ StartingPosition: 'invalid' }, '[LATEST, AT_TIMESTAMP, TRIM_HORIZON]'],
  [{ BatchSize: 10_001 }, 'Member must have value less than or equal to 10000'],
  [{ MaximumRecordAgeInSeconds: 59 }, 'MaximumRecordAgeInSeconds must be -1, or between 60'],
  [{ FilterCriteria: { Filters: [{ Pattern: '"x"' }] } }, 'Invalid filter pattern definition.'],
  [{ DestinationConfig: { OnSuccess: { Destination: ARN } } }, 'Unsupported DestinationConfig'],
  [{ TumblingWindowInSeconds: 901 }, 'Member must have value less than or equal to 900'],
  [
    { TumblingWindowInSeconds: 60, ParallelizationFactor: 2 },
    'A tumbling window cannot be used together with a ParallelizationFactor over 1.',
  ],
  [
    { TumblingWindowInSeconds: 60, FilterCriteria: { Filters: [{ Pattern: '{"data":{}}' }] } },
    'A tumbling window cannot be used together with FilterCriteria.',
  ],
  [{ EventSourceArn: undefined }, 'Unrecognized event source.'],
])('%j is refused', async (more, message) => {
  await expect(create(more)).rejects.toThrow(message);
});

test('a second mapping of the same stream and function is a conflict', async () => {
  const { UUID } = await create();
  await expect(create()).rejects.toMatchObject({
    name: 'ResourceConflictException',
    message:
      `The event source arn (" ${ARN} ") and function (" consumer ") provided mapping already ` +
      `exists. Please update or delete the existing mapping with UUID ${UUID}`,
  });
});

describe.skipIf(!HAS_AWS_CLI)('other destinations (needs aws)', () => {
  const aws = async (...args: string[]) => {
    const result = await run('aws', [...args, '--endpoint-url', running.endpoint], {
      env: running.env,
    });
    expect(result.stderr.trim()).toBe('');
    return result.stdout;
  };
  const failTo = async (Destination: string) => {
    const OnFailure = { Destination };
    await create({ MaximumRetryAttempts: 0, DestinationConfig: { OnFailure } });
    await put('bad');
    await running.printed('⊘ given up after 1 attempt');
  };

  test('a topic hands the failure record on to its queue (rule 3.8.4)', async () => {
    const topic = JSON.parse(await aws('sns', 'create-topic', '--name', 'anomalies')).TopicArn;
    const queue = 'arn:aws:sqs:us-east-1:000000000000:failed';
    const how = ['--protocol', 'sqs', '--notification-endpoint', queue];
    await aws('sns', 'subscribe', '--topic-arn', topic, ...how);
    await failTo(topic);
    const url = `${running.endpoint}/000000000000/failed`;
    const received = JSON.parse(await aws('sqs', 'receive-message', '--queue-url', url));
    const notification = JSON.parse(received.Messages[0].Body);
    expect(notification).toMatchObject({ Type: 'Notification', TopicArn: topic });
    expect(JSON.parse(notification.Message).KinesisBatchInfo.batchSize).toBe(1);
  });

  test('a bucket gets the failure record with the whole event (rules 3.8.5, 3.8.7)', async () => {
    await aws('s3', 'mb', 's3://anomalies');
    await failTo('arn:aws:s3:::anomalies');
    const listed = await aws('s3', 'ls', 's3://anomalies', '--recursive');
    const key = listed.trim().split(' ').at(-1) as string;
    expect(key).toMatch(
      /^aws\/lambda\/[0-9a-f-]{36}\/shardId-000000000000\/\d{4}\/\d\d\/\d\d\/[\dT.-]{19}-[0-9a-f-]{36}$/,
    );
    const record = JSON.parse(await aws('s3', 'cp', `s3://anomalies/${key}`, '-'));
    expect(Object.keys(record)).toEqual([
      'requestContext',
      'responseContext',
      'version',
      'payload',
      'timestamp',
      'KinesisBatchInfo',
    ]);
    const [{ kinesis }] = JSON.parse(record.payload).Records;
    expect(Buffer.from(kinesis.data, 'base64').toString()).toBe('bad');
  });
});

test.each([
  'arn:aws:sqs:us-east-1:000000000000:nowhere',
  'arn:aws:sns:us-east-1:000000000000:topic.fifo',
  'arn:aws:s3:::no-such-bucket',
  'arn:aws:lambda:us-east-1:000000000000:function:consumer',
])('%s is refused as a destination', async (Destination) => {
  const refused = create({ DestinationConfig: { OnFailure: { Destination } } });
  await expect(refused).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
});
