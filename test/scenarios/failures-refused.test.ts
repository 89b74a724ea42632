import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CreateStreamCommand, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsClients } from '../../src/failures/aws-clients.ts';
import { awsEnvironment } from '../aws-environment.ts';
import { denyingEndpoint } from '../denying-endpoint.ts';
import { failureMessage } from '../failure-message.ts';
import { Running, sluicebox, spawnSluicebox, temporaryFolder } from '../running.ts';

const STREAM_ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const OBJECT = 'aws/lambda/u/s/2026/01/01/x';

let up: Running;
let id: string;
let folder: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  up = await Running.up(['--ephemeral']);
  folder = temporaryFolder();
  const clients = awsClients(() => up.settings);
  const [kinesis, sqs, s3] = [await clients.kinesis(), await clients.sqs(), await clients.s3()];
  await kinesis.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 1 }));
  const record = { StreamName: 'orders', PartitionKey: 'k', Data: Buffer.from('one') };
  const { SequenceNumber = '' } = await kinesis.send(new PutRecordCommand(record));
  const range = { streamArn: STREAM_ARN, start: SequenceNumber, end: SequenceNumber };
  const text = failureMessage(range);
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'failed' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: text }));
  await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
  await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: OBJECT, Body: text }));
  const { stdout } = await sluicebox(['failures', 'list', 'failed', '--json'], { env: up.env });
  [{ id }] = JSON.parse(stdout);
});
afterAll(async () => {
  await up.end();
  folder[Symbol.dispose]();
});

/** A command where operations are refused. */
async function refused(operation: RegExp, ...args: string[]) {
  const refusal = (name: string) => (operation.test(name) ? 'AccessDeniedException' : undefined);
  await using denying = await denyingEndpoint(up.endpoint, refusal);
  const here = { env: awsEnvironment(denying.endpoint), cwd: folder.path };
  return await sluicebox(['failures', ...args], here);
}

const FROM = ['--from', 'failed'];

describe('without a permission, a command says which one is missing', () => {
  test.each<[permission: string, operation: RegExp, args: (id: string) => string[]]>([
    ['lambda:ListEventSourceMappings', /^GET \/2015/, () => ['list']],
    ['lambda:GetEventSourceMapping', /^GET \/2015/, () => ['list', '--mapping', 'a-b']],
    ['sqs:GetQueueUrl', /GetQueueUrl$/, () => ['list', 'failed']],
    ['sqs:GetQueueAttributes', /GetQueueAttributes$/, () => ['list', 'failed']],
    ['sqs:ReceiveMessage', /ReceiveMessage$/, () => ['list', 'failed']],
    ['kinesis:DescribeStreamSummary', /DescribeStreamSummary$/, (id) => ['show', id, ...FROM]],
    ['kinesis:GetShardIterator', /GetShardIterator$/, (id) => ['show', id, ...FROM]],
    ['kinesis:GetRecords', /GetRecords$/, (id) => ['show', id, ...FROM]],
    ['s3:ListBucket', /^GET \/bucket/, () => ['list', 's3://bucket']],
    ['s3:GetObject', /^GET \/bucket\/aws/, () => ['list', 's3://bucket']],
    ['s3:GetObject', /^GET \/bucket\/x/, (id) => ['export', id, ...FROM, '--out', 's3://bucket/x']],
    ['s3:PutObject', /^PUT/, (id) => ['export', id, ...FROM, '--out', 's3://bucket/x']],
  ])('%s (%s)', async (permission, operation, args) => {
    const { status, stdout, stderr } = await refused(operation, ...args(id));
    expect(stderr).toContain(`It needs the permission ${permission}`);
    expect(stderr).toContain('docs/failures.md');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });

  test.each<[permission: string, operation: RegExp, args: string[]]>([
    ['lambda:InvokeFunction', /^POST \/2015/, ['--to', 'lambda']],
    ['kinesis:PutRecords', /PutRecords$/, ['--to', 'stream']],
  ])('%s, and the message stays', async (permission, operation, args) => {
    const redrive = ['redrive', id, ...FROM, ...args, '--yes'];
    const { status, stdout } = await refused(operation, ...redrive);
    expect(stdout).toContain(`It needs the permission ${permission}`);
    expect(stdout).toContain(`${id}  left`);
    expect(status).toBe(1);
  });
});

describe('what is only of use is done without', () => {
  test('a list without the logs has no errors', async () => {
    const { status, stdout, stderr } = await refused(/FilterLogEvents/, 'list', 'failed', '--json');
    expect(JSON.parse(stdout)).toMatchObject([{ id, error: null, expiry: 'ok' }]);
    expect(stderr).toContain('It needs the permission logs:FilterLogEvents');
    expect(status).toBe(0);
  });

  test('a list without the stream does not know when records expire', async () => {
    const denied = await refused(/DescribeStreamSummary/, 'list', 'failed', '--json');
    expect(JSON.parse(denied.stdout)).toMatchObject([{ id, expiry: 'unknown', expiresAt: null }]);
    expect(denied.stderr).toContain('It needs the permission kinesis:DescribeStreamSummary');
    expect(denied.status).toBe(0);
  });

  test('a list that may not give messages back says when they come', async () => {
    const sqs = await awsClients(() => up.settings).sqs();
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'held' }));
    const MessageBody = failureMessage({ streamArn: STREAM_ARN, start: '1', end: '1' });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    const denied = await refused(/ChangeMessageVisibilityBatch/, 'list', 'held', '--json');
    expect(JSON.parse(denied.stdout)).toHaveLength(1);
    expect(denied.stderr).toContain('1 message of it comes back within 60 seconds');
    expect(denied.stderr).toContain('It needs the permission sqs:ChangeMessageVisibility.');
    const after = await sluicebox(['failures', 'list', 'held', '--json'], { env: up.env });
    expect(after.stderr).toContain('in the hands of others');
  });
});

test('a shard that throttles is waited for, and said to, also while one watches', async () => {
  // The SDK tries each request three times by itself.
  let left = 4;
  const name = 'ProvisionedThroughputExceededException';
  const refusal = (operation: string) =>
    operation.endsWith('GetRecords') && left-- > 0 ? name : undefined;
  await using throttling = await denyingEndpoint(up.endpoint, refusal);
  const here = { env: awsEnvironment(throttling.endpoint), cwd: folder.path };
  const args = ['failures', 'watch', 'failed', '--archive', folder.path];
  await using watch = spawnSluicebox(args, here);
  await watch.printed('throttles reads; trying again in 1 s.');
  await watch.printed('1 record to');
  expect(await watch.end('SIGINT')).toBe(0);
});

test('one message that cannot be followed keeps nobody from the others', async () => {
  const sqs = await awsClients(() => up.settings).sqs();
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'mixed' }));
  const send = (streamArn: string) => {
    const MessageBody = failureMessage({ streamArn, start: '1', end: '1', failedAt: new Date(0) });
    return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  };
  await send('arn:aws:kinesis:mars-north-1:000000000000:stream/orders');
  await send('no ARN at all');
  const { MessageId } = await send(STREAM_ARN);
  const { stdout } = await sluicebox(['failures', 'list', 'mixed', '--json'], { env: up.env });
  const listed = JSON.parse(stdout) as { id: string; source: { messageId: string } }[];
  const good = listed.find(({ source }) => source.messageId === MessageId)?.id ?? '';
  const out = join(folder.path, 'mixed');
  const args = ['failures', 'export', '--all', '--from', 'mixed', '--out', out];
  const { status, stderr } = await sluicebox(args, { env: up.env });
  expect(readdirSync(out)).toEqual([good]);
  expect(stderr.match(/is left out\./g)).toHaveLength(2);
  expect(status).toBe(1);
  const watching = ['failures', 'watch', 'mixed', '--archive', `${out}-watched`];
  await using watch = spawnSluicebox(watching, { env: up.env });
  await watch.printed('is left out.', 2);
  await watch.printed(`${good}: `);
  expect(await watch.end('SIGINT')).toBe(0);
});

describe('in another region', () => {
  const elsewhere = (...args: string[]) =>
    sluicebox(['failures', ...args, '--region', 'eu-west-1'], { env: up.env });

  test('a queue is not found, and the region is named', async () => {
    const { status, stderr } = await elsewhere('list', 'failed');
    expect(stderr).toContain('in eu-west-1');
    expect(status).toBe(1);
  });

  test('a stream is not read, and what to type is said', async () => {
    const sqs = await awsClients(() => ({ ...up.settings, region: 'eu-west-1' })).sqs();
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'there' }));
    const MessageBody = failureMessage({ streamArn: STREAM_ARN, start: '1', end: '1' });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    const [there] = JSON.parse((await elsewhere('list', 'there', '--json')).stdout);
    const { stderr, status } = await elsewhere('show', there.id, '--from', 'there');
    expect(stderr).toContain('Give --region us-east-1');
    expect(status).toBe(2);
  });
});
