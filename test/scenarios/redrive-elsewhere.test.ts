import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, test } from 'vitest';
import { awsEnvironment, awsSettings } from '../aws-environment.ts';
import { failureMessage } from '../failure-message.ts';
import { HAS_MOTO, startMoto } from '../moto.ts';
import { sluicebox, temporaryFolder } from '../running.ts';

const STREAM = 'arn:aws:kinesis:us-east-1:123456789012:stream/orders';

describe.skipIf(!HAS_MOTO)('against moto, which is not ours (needs moto)', () => {
  test('the records of a failure message are saved, and put back once', async () => {
    await using moto = await startMoto();
    using folder = temporaryFolder();
    const settings = awsSettings(moto.endpoint);
    // moto does not speak HTTP/2, as the client of Kinesis otherwise would.
    const { requestHandler } = new LambdaClient(settings).config;
    const kinesis = new KinesisClient({ ...settings, requestHandler });
    const sqs = new SQSClient(settings);
    await kinesis.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 1 }));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'failed' }));
    const put = (text: string) => {
      const record = { PartitionKey: `key of ${text}`, Data: Buffer.from(text) };
      return kinesis.send(new PutRecordCommand({ StreamName: 'orders', ...record }));
    };
    const [, second, third] = [await put('a'), await put('b'), await put('c'), await put('d')];
    const [start = '', end = ''] = [second?.SequenceNumber, third?.SequenceNumber];
    const MessageBody = failureMessage({ streamArn: STREAM, start, end, records: 2 });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));

    const here = { env: awsEnvironment(moto.endpoint), cwd: folder.path };
    const redrive = (...args: string[]) =>
      sluicebox(['failures', 'redrive', '--all', '--from', 'failed', ...args], here);
    expect((await redrive('--to', 'file', '--out', 'saved.ndjson')).status).toBe(0);
    const saved = readFileSync(join(folder.path, 'saved.ndjson'), 'utf8').trimEnd().split('\n');
    expect(saved.map((line) => JSON.parse(line).PartitionKey)).toEqual(['key of b', 'key of c']);
    const back = await redrive('--to', 'stream', '--yes');
    expect([back.status, back.stdout]).toEqual([0, expect.stringContaining('deleted  2 sent')]);
    const nothing = await redrive('--to', 'stream', '--yes');
    expect(nothing.stderr).toContain('There is no failure message to redrive.');

    const { ShardIterator } = await kinesis.send(
      new GetShardIteratorCommand({
        StreamARN: STREAM,
        ShardId: second?.ShardId,
        ShardIteratorType: 'TRIM_HORIZON',
      }),
    );
    const { Records = [] } = await kinesis.send(
      new GetRecordsCommand({ StreamARN: STREAM, ShardIterator }),
    );
    const texts = Records.map(({ Data }) => Buffer.from(Data ?? []).toString());
    expect(texts).toEqual(['a', 'b', 'c', 'd', 'b', 'c']);
  });
});
