import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  waitUntilAlarmExists,
} from '@aws-sdk/client-cloudwatch';
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  waitUntilPolicyExists,
  waitUntilRoleExists,
} from '@aws-sdk/client-iam';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  KinesisClient,
  waitUntilStreamExists,
  waitUntilStreamNotExists,
} from '@aws-sdk/client-kinesis';
import {
  CreateFunctionCommand,
  LambdaClient,
  PublishVersionCommand,
  waitUntilFunctionActive,
  waitUntilFunctionActiveV2,
  waitUntilFunctionExists,
  waitUntilFunctionUpdated,
  waitUntilFunctionUpdatedV2,
  waitUntilPublishedVersionActive,
} from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  PutObjectCommand,
  S3Client,
  waitUntilBucketExists,
  waitUntilBucketNotExists,
  waitUntilObjectExists,
  waitUntilObjectNotExists,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { file, zipOf } from '../../src/lambda/packages/zip.suite.ts';
import { awsSettings } from '../aws-environment.ts';
import { Endpoint } from '../endpoint.ts';
import { memoryWorld } from '../memory-world.ts';
import { temporaryFolder } from '../running.ts';

/** Longer than anything takes here; a waiter that does not know what it sees fails by it. */
const PATIENCE = { maxWaitTime: 5, minDelay: 1, maxDelay: 1 };
const ROLE = 'arn:aws:iam::000000000000:role/consumer';

const folder = temporaryFolder();
const world = memoryWorld({ packagesDirectory: folder.path });
let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await Endpoint.start(() => world.services);
});
afterAll(async () => {
  await endpoint[Symbol.asyncDispose]();
  await world.stop(AbortSignal.abort());
  folder[Symbol.dispose]();
});

/** A client of a service, and what a waiter is given. */
function client<Client>(kind: new (settings: object) => Client) {
  const made = new kind({ ...awsSettings(endpoint.url), forcePathStyle: true });
  return { client: made, waiter: { client: made, ...PATIENCE } };
}
const succeeded = { state: 'SUCCESS' };

test('of Kinesis', async () => {
  const { client: kinesis, waiter } = client(KinesisClient);
  const StreamName = 'orders';
  expect(await waitUntilStreamNotExists(waiter, { StreamName })).toMatchObject(succeeded);
  await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
  expect(await waitUntilStreamExists(waiter, { StreamName })).toMatchObject(succeeded);
  await kinesis.send(new DeleteStreamCommand({ StreamName }));
  expect(await waitUntilStreamNotExists(waiter, { StreamName })).toMatchObject(succeeded);
});

test('of Lambda', async () => {
  const { client: lambda, waiter } = client(LambdaClient);
  const FunctionName = 'consumer';
  const ZipFile = zipOf(file('index.mjs', 'export const handler = async () => {};'));
  const code = { Role: ROLE, Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { ZipFile } };
  const created = new CreateFunctionCommand({ FunctionName, ...code } as never);
  const waiting = waitUntilFunctionExists(waiter, { FunctionName });
  await lambda.send(created);
  expect(await waiting).toMatchObject(succeeded);
  for (const wait of [
    waitUntilFunctionActive,
    waitUntilFunctionActiveV2,
    waitUntilFunctionUpdated,
    waitUntilFunctionUpdatedV2,
  ])
    expect(await wait(waiter, { FunctionName })).toMatchObject(succeeded);
  const { Version } = await lambda.send(new PublishVersionCommand({ FunctionName }));
  const published = { FunctionName, Qualifier: Version };
  expect(await waitUntilPublishedVersionActive(waiter, published)).toMatchObject(succeeded);
});

test('of S3', async () => {
  const { client: s3, waiter } = client(S3Client);
  const [bucket, object] = [{ Bucket: 'failures' }, { Bucket: 'failures', Key: 'a/b' }];
  expect(await waitUntilBucketNotExists(waiter, bucket)).toMatchObject(succeeded);
  await s3.send(new CreateBucketCommand(bucket));
  expect(await waitUntilBucketExists(waiter, bucket)).toMatchObject(succeeded);
  expect(await waitUntilObjectNotExists(waiter, object)).toMatchObject(succeeded);
  await s3.send(new PutObjectCommand({ ...object, Body: 'x' }));
  expect(await waitUntilObjectExists(waiter, object)).toMatchObject(succeeded);
  await s3.send(new DeleteObjectCommand(object));
  expect(await waitUntilObjectNotExists(waiter, object)).toMatchObject(succeeded);
  await s3.send(new DeleteBucketCommand(bucket));
  expect(await waitUntilBucketNotExists(waiter, bucket)).toMatchObject(succeeded);
});

test('of IAM', async () => {
  const { client: iam, waiter } = client(IAMClient);
  const statement = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'lambda.amazonaws.com' },
  };
  const trust = { Version: '2012-10-17', Statement: [statement] };
  const AssumeRolePolicyDocument = JSON.stringify(trust);
  await iam.send(new CreateRoleCommand({ RoleName: 'consumer', AssumeRolePolicyDocument }));
  expect(await waitUntilRoleExists(waiter, { RoleName: 'consumer' })).toMatchObject(succeeded);
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'kinesis:*', Resource: '*' }],
  });
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'read', PolicyDocument }),
  );
  const PolicyArn = Policy?.Arn;
  expect(await waitUntilPolicyExists(waiter, { PolicyArn })).toMatchObject(succeeded);
});

test('of CloudWatch', async () => {
  const { client: cloudWatch, waiter } = client(CloudWatchClient);
  const alarm = {
    Namespace: 'AWS/SQS',
    MetricName: 'NumberOfMessagesSent',
    Statistic: 'Sum',
  } as const;
  const bounds = { Period: 60, EvaluationPeriods: 1, Threshold: 0 };
  const ComparisonOperator = 'GreaterThanThreshold';
  await cloudWatch.send(
    new PutMetricAlarmCommand({ AlarmName: 'a', ...alarm, ...bounds, ComparisonOperator }),
  );
  expect(await waitUntilAlarmExists(waiter, { AlarmNames: ['a'] })).toMatchObject(succeeded);
});
