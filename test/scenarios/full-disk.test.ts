import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  PutRecordCommand,
} from '@aws-sdk/client-kinesis';
import { expect, test } from 'vitest';
import { available } from '../available.ts';
import { Running, temporaryFolder } from '../running.ts';

const SHARD = { StreamName: 'orders', ShardId: 'shardId-000000000000' };

/** Lets the files of a process grow no further than to so many bytes, as a full disk does. */
const limitFiles = (pid: number, bytes: number | 'unlimited') =>
  spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);

test.skipIf(!available('prlimit'))(
  'a full disk is told to the writer, keeps what was acknowledged, and is over when there is room',
  async () => {
    using folder = temporaryFolder();
    await using running = await Running.up(['--data', folder.path]);
    const kinesis = new KinesisClient({ ...running.settings, maxAttempts: 1 });
    await kinesis.send(new CreateStreamCommand({ StreamName: 'orders', ShardCount: 1 }));
    const put = (name: string) => {
      const record = { PartitionKey: name, Data: Buffer.alloc(20_000, 'x') };
      return kinesis.send(new PutRecordCommand({ StreamName: 'orders', ...record }));
    };
    const read = async () => {
      const from = { ...SHARD, ShardIteratorType: 'TRIM_HORIZON' } as const;
      const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(from));
      const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator }));
      return Records.map(({ PartitionKey }) => PartitionKey);
    };

    const largest = Math.max(
      ...readdirSync(folder.path).map((name) => statSync(join(folder.path, name)).size),
    );
    limitFiles(running.pid, largest + 200_000);
    const acknowledged: string[] = [];
    let refusal: unknown;
    for (let count = 0; refusal === undefined; count++) {
      refusal = await put(`early-${count}`).then(
        () => void acknowledged.push(`early-${count}`),
        (error: unknown) => error,
      );
    }
    expect(acknowledged.length).toBeGreaterThan(3);
    expect(refusal).toMatchObject({
      name: 'ServiceUnavailable',
      message: expect.stringContaining('has no room'),
      $metadata: { httpStatusCode: 503 },
    });
    expect(await read()).toEqual(acknowledged);
    await expect(put('refused')).rejects.toThrow('has no room');
    await running.printed('has no room');

    limitFiles(running.pid, 'unlimited');
    await put('late');
    expect(await read()).toEqual([...acknowledged, 'late']);
    kinesis.destroy();
  },
);
