import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateStreamCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { awsClients } from '../../src/failures/aws-clients.ts';
import { awsEnvironment, awsSettings } from '../aws-environment.ts';
import { failureMessage } from '../failure-message.ts';
import { HAS_MOTO, startMoto } from '../moto.ts';
import { ROOT, Running, sluicebox, spawnSluicebox, temporaryFolder } from '../running.ts';

const TEMPLATE = join(ROOT, 'pattern/template.yaml');
const POISON = join(ROOT, 'pattern/producer/with-poison-pill.ndjson');
const STREAM = 'DataActivityKinesisStream';
const QUEUE = 'AnomalyDataQueue';
const HOUR_MS = 3_600_000;

/** `sluicebox failures …` against an endpoint, as a person types it. */
function failuresAt({ env }: { readonly env: NodeJS.ProcessEnv }) {
  return (...args: string[]) => sluicebox(['failures', ...args], { env });
}

/** The pattern, after it gave its poison pill up, in a time that stands still. */
async function poisoned(): Promise<Running> {
  const up = await Running.up([TEMPLATE, '--ephemeral', '--clock', 'manual']);
  await sluicebox(['put', STREAM, POISON], { env: up.env });
  for (let round = 0; round < 20 && !up.output.includes('given up'); round++) {
    await up.advance(60_000);
  }
  await up.printed('given up');
  return up;
}

describe('a record that was given up', () => {
  test('is listed, shown, tried and kept while it is there', async () => {
    using folder = temporaryFolder();
    await using up = await poisoned();
    const failures = failuresAt(up);
    const listed = await failures('list', QUEUE, '--json');
    expect(listed.status).toBe(0);
    const [first, ...others] = JSON.parse(listed.stdout);
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      condition: 'RetryAttemptsExhausted',
      attempts: 6,
      shardId: 'shardId-000000000000',
      records: 1,
      expiry: 'ok',
      error: expect.stringContaining('AtomicMass'),
    });
    expect(Date.parse(first.expiresAt) - Date.parse(first.firstArrivalAt)).toBe(24 * HOUR_MS);

    const again = await failures('list', '--json');
    expect(JSON.parse(again.stdout)[0].id).toBe(first.id);
    const ofAnother = await failures('list', QUEUE, '--function', 'other', '--json');
    expect(ofAnother.stdout).toBe('[]\n');
    expect(ofAnother.stderr).toContain('Not among those asked for: 1 failure message.');

    const shown = await failures('show', first.id);
    expect(shown.stdout).toContain('"AtomicMass": "10.81"');
    expect(shown.stdout).toContain('The function failed on this record alone.');

    const logicalId = 'KinesisDataStreamProcessor';
    const before = await failures(
      'test',
      first.id,
      '--function',
      logicalId,
      '--template',
      TEMPLATE,
    );
    expect(before.status).toBe(1);
    expect(before.stdout).toContain('1 of 1 records fail alone.');
    const mended = join(folder.path, 'mended.mjs');
    writeFileSync(mended, 'export const onBatch = async () => {};\n');
    const after = await failures('test', first.id, '--function', `${mended}#onBatch`);
    expect(after.stdout).toContain('0 of 1 records fail alone.');
    expect(after.status).toBe(0);

    const nowhere = join(folder.path, 'nowhere/out.ndjson');
    const to = ['--to', 'file', '--out', nowhere, '--ledger', join(folder.path, 'ledger')];
    const file = await failures('redrive', first.id, ...to);
    expect(file).toMatchObject({ status: 1, stdout: '' });
    expect(file.stderr).toContain(`${nowhere} takes no records`);
    expect(file.stderr).not.toContain(' at ');

    const out = join(folder.path, 'kept');
    expect((await failures('export', first.id, '--out', out)).status).toBe(0);
    expect(readdirSync(join(out, first.id)).sort()).toEqual([
      'hydration.json',
      'message.json',
      'records.json',
    ]);
    const { Records } = JSON.parse(readFileSync(join(out, first.id, 'records.json'), 'utf8'));
    expect(Buffer.from(Records[0].Data, 'base64').toString()).toContain('Boron');
  });

  test('is red when it is there for a little longer, and struck when it is gone', async () => {
    await using up = await poisoned();
    const failures = failuresAt(up);
    const sqs = new SQSClient(up.settings);
    await up.advance(22.5 * HOUR_MS);
    const [soon] = JSON.parse((await failures('list', QUEUE, '--json', '--no-errors')).stdout);
    expect(soon.expiry).toBe('soon');
    const { stdout } = await failures('show', soon.id, '--json');
    const { message } = JSON.parse(stdout);
    // The queue keeps its messages for 23 hours: it is sent again, as a redrive would.
    await up.advance(3 * HOUR_MS);
    const QueueUrl = soon.source.queueUrl;
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
    const gone = JSON.parse((await failures('list', QUEUE, '--json')).stdout);
    expect(gone).toMatchObject([{ expiry: 'gone' }]);
    const missing = await failures('show', gone[0].id);
    expect(missing.stdout).toContain('past the retention');
    expect(missing.status).toBe(1);
    sqs.destroy();
  });

  test('is kept by a watch, which goes on where another was stopped', async () => {
    using folder = temporaryFolder();
    await using up = await poisoned();
    const watching = ['failures', 'watch', QUEUE, '--archive', folder.path, '--interval', '1'];
    const watch = async (text: string) => {
      await using child = spawnSluicebox(watching, { env: up.env });
      await child.printed(text);
      expect(await child.end('SIGINT')).toBe(0);
    };
    await watch('1 record to');
    const [id = ''] = readdirSync(folder.path);
    const kept = readFileSync(join(folder.path, id, 'hydration.json'), 'utf8');
    await watch('Watching');
    expect(readdirSync(folder.path)).toEqual([id]);
    expect(readFileSync(join(folder.path, id, 'hydration.json'), 'utf8')).toBe(kept);
  });
});

describe('a queue that holds a thousand messages and some of others', () => {
  test('is listed as a whole and left as it was', async () => {
    await using up = await Running.up([TEMPLATE, '--ephemeral']);
    const failures = failuresAt(up);
    const url = `${up.endpoint}/000000000000/${QUEUE}`;
    const sqs = new SQSClient(up.settings);
    const send = (MessageBody: string) =>
      sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
    for (let from = 0; from < 1000; from += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, index) => send(messageOf(from + index))));
    }
    await send('not ours');
    await send('{"Records":[]}');

    const listed = await failures('list', QUEUE, '--ndjson', '--no-errors');
    expect(listed.stdout.trim().split('\n')).toHaveLength(1000);
    expect(listed.stderr).toContain('Left alone: 2 other messages.');
    const limited = await failures('list', QUEUE, '--json', '--no-errors', '--limit', '3');
    expect(JSON.parse(limited.stdout)).toHaveLength(3);

    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...names] });
    const { Attributes } = await sqs.send(command);
    expect(Attributes).toEqual({ [names[0]]: '1002', [names[1]]: '0' });
    sqs.destroy();
  });
});

describe('what a person gets wrong', () => {
  test('is told in a line, with an exit status', async () => {
    await using up = await Running.up([TEMPLATE, '--ephemeral']);
    const failures = failuresAt(up);
    expect(await failures('list', 'nowhere')).toMatchObject({ status: 1, stdout: '' });
    const elsewhere = await failures('list', `arn:aws:sqs:eu-west-1:000000000000:${QUEUE}`);
    expect(elsewhere).toMatchObject({ status: 2 });
    expect(elsewhere.stderr).toContain('--region eu-west-1');
    for (const [name, value, said] of [
      ['--since', 'soon', '--since takes 30m'],
      ['--since', '5', '--since takes 30m'],
      ['--shard', 'first', 'A shard is shardId-000000000003, or 3.'],
      ['--condition', 'RetryAttempts', 'Allowed choices are RetryAttemptsExhausted'],
    ] as const) {
      const refused = await failures('list', QUEUE, name, value);
      expect(refused).toMatchObject({ status: 2, stdout: '' });
      expect(refused.stderr).toContain(said);
    }
    expect((await failures('show', 'ffff')).stderr).toContain("No failure message is 'ffff'");
  });
});

describe.skipIf(!HAS_MOTO)('against moto, which is not ours (needs moto)', () => {
  test('messages are listed, and their records fetched back, shown and kept', async () => {
    using folder = temporaryFolder();
    await using moto = await startMoto();
    const env = awsEnvironment(moto.endpoint, { account: '123456789012' });
    const settings = awsSettings(moto.endpoint);
    const kinesis = await awsClients(() => settings).kinesis();
    const sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
    await kinesis.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 1 }));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'failed' }));
    const { Records = [] } = await kinesis.send(
      new PutRecordsCommand({
        StreamName: 'orders',
        Records: ['a', 'b', 'c', 'd'].map((text) => ({
          Data: Buffer.from(text),
          PartitionKey: text,
        })),
      }),
    );
    const [start = '', end = ''] = [Records[1]?.SequenceNumber, Records[2]?.SequenceNumber];
    const body = failureMessage({ streamArn: `${STREAM_ARN}orders`, start, end, records: 2 });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'not ours' }));

    const failures = failuresAt({ env });
    const [first] = JSON.parse((await failures('list', 'failed', '--json')).stdout);
    expect(first).toMatchObject({ startSequenceNumber: start, expiry: 'ok' });
    const shown = await failures('show', first.id, '--from', 'failed', '--json');
    const { hydrated } = JSON.parse(shown.stdout);
    expect(hydrated.map(({ data }: { data: { text: string } }) => data.text)).toEqual(['b', 'c']);

    const out = join(folder.path, 'kept');
    const exported = await failures('export', '--all', '--from', 'failed', '--out', out);
    expect(exported).toMatchObject({ status: 0, stderr: expect.stringContaining('1 other') });
    const { Records: kept } = JSON.parse(readFileSync(join(out, first.id, 'records.json'), 'utf8'));
    expect(kept.map(({ PartitionKey }: { PartitionKey: string }) => PartitionKey)).toEqual([
      'b',
      'c',
    ]);
    const watching = ['failures', 'watch', 'failed', '--archive', join(folder.path, 'watched')];
    await using watch = spawnSluicebox(watching, { env });
    await watch.printed('2 records to');
    expect(await watch.end('SIGINT')).toBe(0);
    kinesis.destroy();
    sqs.destroy();
  });
});

const STREAM_ARN = 'arn:aws:kinesis:us-east-1:123456789012:stream/';

const messageOf = (number: number) =>
  failureMessage({
    streamArn: `${STREAM_ARN}none`,
    start: `${number}`,
    end: `${number}`,
    requestId: `r${number}`,
  });
