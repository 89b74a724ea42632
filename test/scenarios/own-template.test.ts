import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { available, versionOf } from '../available.ts';
import { awsCliOf } from '../aws-cli.ts';
import { Running, run, sluicebox, temporaryFolder } from '../running.ts';

const HAS_AWS_CLI = available('aws');
const IS_AWS_CLI_1 = HAS_AWS_CLI && versionOf('aws').startsWith('aws-cli/1');
const HAS_PYTHON = available('python3');

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder[Symbol.dispose]());

function write(name: string, text: string): string {
  const file = join(folder.path, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

const template = (runtime: string) =>
  write(
    'template.yaml',
    `
Transform: AWS::Serverless-2016-10-31
Parameters:
  Retries: {Type: Number, Default: 0}
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {Name: orders, ShardCount: 2}}
  Failed: {Type: AWS::SQS::Queue, Properties: {QueueName: failed}}
  Consumer:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      Runtime: ${runtime}
      Environment: {Variables: {QUEUE: !Ref Failed}}
      Events:
        Orders:
          Type: Kinesis
          Properties:
            Stream: !GetAtt Orders.Arn
            StartingPosition: TRIM_HORIZON
            MaximumRetryAttempts: !Ref Retries
            FunctionResponseTypes: [ReportBatchItemFailures]
            DestinationConfig: {OnFailure: {Destination: !GetAtt Failed.Arn}}
`,
  );

const put = (running: Running, ...args: string[]) =>
  sluicebox(['put', 'orders', ...args], { env: running.env });

const TYPESCRIPT = `
import type { Readable } from 'node:stream';
interface Event { Records: { kinesis: { data: string; sequenceNumber: string } }[] }
export const handler = async (event: Event): Promise<unknown> => {
  const text = (data: string): string => Buffer.from(data, 'base64').toString();
  console.log('MARK', event.Records.map((record) => text(record.kinesis.data)).join(','));
  const bad = event.Records.filter((record) => text(record.kinesis.data) === 'bad');
  return { batchItemFailures: bad.map((r) => ({ itemIdentifier: r.kinesis.sequenceNumber })) };
};
`;

describe('somebody else’s template', () => {
  test('a TypeScript handler is bundled, and its partial responses are understood', async () => {
    write('src/app.ts', TYPESCRIPT);
    const records = write('records.txt', 'one\nbad\nthree\n');
    const args = [template('nodejs22.x'), '--ephemeral', '--parameter-overrides', 'Retries=1'];
    await using running = await Running.up(args);
    expect((await put(running, records, '--partition-key', 'k')).status).toBe(0);
    await running.printed('⊘ given up after 2 attempts → failed');
    await running.printed('◐ 1 of 3 processed');
    await running.printed('└─ 2 records');
  });

  test('a saved handler is reloaded, and a broken one is told without harm', async () => {
    write('src/app.ts', TYPESCRIPT);
    await using running = await Running.up([template('nodejs22.x'), '--ephemeral', '--logs']);
    await put(running, '--data', 'first');
    await running.printed('MARK first');
    write('src/app.ts', 'const broken = {');
    await running.printed('app.ts:1');
    write('src/app.ts', TYPESCRIPT.replace('MARK', 'RELOADED'));
    await running.printed('was reloaded');
    await put(running, '--data', 'second');
    await running.printed('RELOADED second');
  });

  test.skipIf(!HAS_PYTHON)('a Python handler runs (needs python3)', async () => {
    write(
      'src/app.py',
      'import os\n\ndef handler(event, context):\n' +
        '    print("MARK", len(event["Records"]), os.environ["QUEUE"])\n' +
        '    raise ValueError("no " + context.function_name)\n',
    );
    await using running = await Running.up([template('python3.11'), '--ephemeral', '--logs']);
    await put(running, '--data', 'one');
    await running.printed('⊘ given up after 1 attempt → failed');
    await running.printed(`MARK 1 ${running.endpoint}/000000000000/failed`);
    await running.printed(/✗ ValueError: no \S*Consumer/);
  });

  test.skipIf(!IS_AWS_CLI_1)('a doubly encoded put is recognised (needs AWS CLI 1)', async () => {
    write('src/app.ts', TYPESCRIPT);
    const data = Buffer.from('{"meant":"for AWS CLI 2"}').toString('base64');
    const records = JSON.stringify([{ Data: data, PartitionKey: 'k' }]);
    const file = write('records.json', records);
    await using running = await Running.up([template('nodejs22.x'), '--ephemeral']);
    const args = [
      'kinesis',
      'put-records',
      '--stream-name',
      'orders',
      '--records',
      `file://${file}`,
    ];
    expect((await run('aws', args, { env: running.env })).status).toBe(0);
    await running.printed('Base64 text of Base64 text');
  });

  test('records are put in every form that `put` takes', async () => {
    write('src/app.ts', TYPESCRIPT);
    await using running = await Running.up([template('nodejs22.x'), '--ephemeral', '--logs']);
    const aws = JSON.stringify({ Records: [{ Data: 'YXdz', PartitionKey: 'k' }] });
    await put(running, write('aws.json', aws));
    await running.printed('MARK aws');
    await sluicebox(['put', 'orders'], { env: running.env, input: 'from standard input\n' });
    await running.printed('MARK from standard input');
    const missing = await sluicebox(['put', 'nowhere', '--data', 'x'], { env: running.env });
    expect(missing.status).toBe(2);
    expect(missing.stderr).toContain('Stream nowhere under account 000000000000 not found.');
    const large = write('large.txt', 'x'.repeat(1024 * 1024 + 1));
    const refused = await put(running, large);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/[Rr]ecord|length/);
  });
});

test.skipIf(!HAS_AWS_CLI)('an empty endpoint is filled by the AWS CLI (needs aws)', async () => {
  await using running = await Running.up(['--ephemeral']);
  const aws = awsCliOf(running);
  await aws('kinesis', 'create-stream', '--stream-name', 'events', '--shard-count', '1');
  const record = ['--stream-name', 'events', '--partition-key', 'k', '--data', 'hello'];
  const { SequenceNumber } = await aws('kinesis', 'put-record', ...record);
  const from = ['--stream-name', 'events', '--shard-id', 'shardId-000000000000'];
  const at = ['--shard-iterator-type', 'TRIM_HORIZON'];
  const { ShardIterator } = await aws('kinesis', 'get-shard-iterator', ...from, ...at);
  const { Records } = await aws('kinesis', 'get-records', '--shard-iterator', ShardIterator);
  expect(Records).toMatchObject([{ SequenceNumber, Data: 'aGVsbG8=', PartitionKey: 'k' }]);

  const { QueueUrl } = await aws('sqs', 'create-queue', '--queue-name', 'jobs');
  await aws('sqs', 'send-message', '--queue-url', QueueUrl, '--message-body', 'work');
  const { Messages } = await aws('sqs', 'receive-message', '--queue-url', QueueUrl);
  expect(Messages).toMatchObject([{ Body: 'work' }]);
  expect(await aws('sts', 'get-caller-identity')).toMatchObject({ Account: '000000000000' });

  const unknown = ['logs', 'describe-export-tasks'];
  const refused = await run('aws', unknown, { env: running.env });
  expect(refused.stderr).toContain('UnknownOperationException');
  expect(refused.stderr).toContain('DescribeExportTasks');
});
