import { join } from 'node:path';
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { available } from '../available.ts';
import { ROOT, Running, run } from '../running.ts';

const TEMPLATE = join(ROOT, 'pattern/template.yaml');
const HAS_AWS_CLI = available('aws');
const HAS_BOTO3 = available('python3', ['-c', 'import boto3']);

let running: Running;
beforeEach(async () => {
  running = await Running.up([TEMPLATE, '--ephemeral']);
});
afterEach(() => running.end());

/** What the view prints once the bad record is given up. */
const GIVEN_UP = '⊘ given up after 6 attempts → AnomalyDataQueue';

describe.skipIf(!HAS_AWS_CLI)("the pattern's own scripts, with the AWS CLI (needs aws)", () => {
  const script = (path: string) => run(join(ROOT, 'pattern', path), [], { env: running.env });

  test('good records are processed in one invocation', async () => {
    const put = await script('producer/without-poison-pill-put-records.sh');
    expect(put).toMatchObject({ status: 0 });
    await running.printed('✓ processed');
    await running.printed('3 records');
    expect(running.output).not.toContain('✗');
  });

  test('a poison pill is isolated, and its failure message is in the queue', async () => {
    const put = await script('producer/with-poison-pill-put-records.sh');
    expect(put).toMatchObject({ status: 0 });
    await running.printed(GIVEN_UP);
    await running.printed('├─ 1 record');
    await running.printed('AtomicMass: expected a number, found "10.81"');
    const read = await script('validation/read-sqs-queue.sh');
    expect(read).toMatchObject({ status: 0 });
    expect(read.stdout).toContain('RetryAttemptsExhausted');
    expect((await script('validation/read-sqs-queue.sh')).stdout).toContain(
      'RetryAttemptsExhausted',
    );
  });

  test('what the consumer logs is in its log group', async () => {
    await script('producer/without-poison-pill-put-records.sh');
    await running.printed('✓ processed');
    const groups = await run('aws', ['logs', 'describe-log-groups', '--output', 'json'], {
      env: running.env,
    });
    const [{ logGroupName }] = JSON.parse(groups.stdout).logGroups;
    const args = [
      'logs',
      'filter-log-events',
      '--log-group-name',
      logGroupName,
      '--output',
      'json',
    ];
    const { events } = JSON.parse((await run('aws', args, { env: running.env })).stdout);
    const messages = events.map((event: { message: string }) => event.message).join('');
    expect(messages).toContain('Hydrogen');
    expect(messages).toMatch(/START RequestId: .* Version: \$LATEST/);
    expect(messages).toMatch(/REPORT RequestId: .*\tDuration: .* ms/);
  });
});

test.skipIf(!HAS_BOTO3)('boto3 sees the poison pill isolated (needs boto3)', async () => {
  const program = join(ROOT, 'test/scenarios/poison_pill.py');
  const result = await run('python3', [program], { env: running.env });
  expect(result.stderr).toBe('');
  const { body, record, identity } = JSON.parse(result.stdout);
  expect(body.requestContext).toMatchObject({
    condition: 'RetryAttemptsExhausted',
    approximateInvokeCount: 6,
  });
  expect(JSON.parse(record).Element).toBe('Boron');
  expect(identity).toBe('000000000000');
});

test('the JavaScript SDK, over HTTP/2, sees the poison pill isolated', async () => {
  const { settings } = running;
  const [kinesis, sqs] = [new KinesisClient(settings), new SQSClient(settings)];
  const data = (mass: unknown) =>
    Buffer.from(
      JSON.stringify({ AtomicNumber: 5, Element: 'Boron', Symbol: 'B', AtomicMass: mass }),
    );
  const StreamName = 'DataActivityKinesisStream';
  const Records = [10.81, '10.81', 10.81].map((mass) => ({ Data: data(mass), PartitionKey: 'k' }));
  const put = await kinesis.send(new PutRecordsCommand({ StreamName, Records }));
  expect(put.FailedRecordCount).toBe(0);

  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'AnomalyDataQueue' }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  const { KinesisBatchInfo: range } = JSON.parse(Messages?.[0]?.Body ?? '');
  expect(range.startSequenceNumber).toBe(put.Records?.[1]?.SequenceNumber);
  expect(range.batchSize).toBe(1);

  const { ShardIterator } = await kinesis.send(
    new GetShardIteratorCommand({
      StreamName,
      ShardId: range.shardId,
      ShardIteratorType: 'AT_SEQUENCE_NUMBER',
      StartingSequenceNumber: range.startSequenceNumber,
    }),
  );
  const { Records: found } = await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 1 }));
  expect(Buffer.from(found?.[0]?.Data ?? []).toString()).toBe(data('10.81').toString());
  kinesis.destroy();
  sqs.destroy();
});
