import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { KinesisClient, SplitShardCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, Running, sluicebox } from '../running.ts';

const STREAM = 'DataActivityKinesisStream';
const MAIN = join(ROOT, 'dist/cli/main.js');

let running: Running;
beforeAll(async () => {
  running = await Running.up([join(ROOT, 'pattern/template.yaml'), '--ephemeral']);
});
afterAll(async () => {
  await running.end();
});

const run = (...args: string[]) => sluicebox(args, { env: running.env });

/** `sluicebox tail` in a process of its own, for as long as the test goes on with it. */
class Tailing {
  readonly #child: ChildProcess;
  readonly #ended: Promise<number | null>;
  #output = '';
  #look = () => {};

  constructor(...args: string[]) {
    const env = { ...process.env, ...running.env };
    this.#child = spawn(process.execPath, [MAIN, 'tail', ...args], { env, cwd: ROOT });
    this.#ended = new Promise((resolve) => this.#child.once('exit', resolve));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (text: Buffer) => {
        this.#output += text;
        this.#look();
      });
    }
  }

  get output(): string {
    return this.#output;
  }

  /** Resolves once `text` was printed. */
  printed(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.#look = () => this.#output.includes(text) && resolve();
      this.#look();
    });
  }

  async end(): Promise<number | null> {
    this.#child.kill('SIGINT');
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }

  get ended(): Promise<number | null> {
    return this.#ended;
  }
}

const ELEMENT = { AtomicNumber: 1, Element: 'Hydrogen', Symbol: 'H', AtomicMass: 1.008 };
const put = (element: object) =>
  run('put', STREAM, '--partition-key', 'k', '--data', JSON.stringify(element));

test('the batches of a mapping are drawn as they fail, are halved, and are given up', async () => {
  await using tailing = new Tailing('--mapping');
  await tailing.printed('Batches of all mappings');
  await put({ ...ELEMENT, AtomicMass: '1.008' });
  await tailing.printed('⊘ given up after 6 attempts → AnomalyDataQueue');
  expect(tailing.output).toContain('✗ InvalidElementError');
  expect(await tailing.end()).toBe(0);
});

test('events come as JSON for programs, of one mapping alone', async () => {
  await using all = new Tailing('--mapping', '--json', '--limit', '1');
  await all.printed('Batches of all mappings');
  await put(ELEMENT);
  expect(await all.ended).toBe(0);
  const line = all.output.split('\n').find((one) => one.startsWith('{')) ?? '';
  const { name, event } = JSON.parse(line);
  expect(name).toBe('batch-invoked');
  await using one = new Tailing('--mapping', event.mappingId);
  await one.printed(`Batches of ${event.mappingId}`);
  await put(ELEMENT);
  await one.printed('✓ processed');
});

test('records are shown as they arrive, also after their shard was split', async () => {
  await using tailing = new Tailing(STREAM, '--from', 'trim-horizon');
  await put({ ...ELEMENT, Element: 'before' });
  await tailing.printed('before');
  const credentials = { accessKeyId: '000000000000', secretAccessKey: 'local' };
  const { endpoint } = running;
  const client = new KinesisClient({ endpoint, region: 'us-east-1', credentials });
  await client.send(
    new SplitShardCommand({
      StreamName: STREAM,
      ShardToSplit: 'shardId-000000000000',
      NewStartingHashKey: String(2n ** 127n),
    }),
  );
  client.destroy();
  await put({ ...ELEMENT, Element: 'after' });
  await tailing.printed('after');
  expect(tailing.output).toMatch(/shard [12] \d+ k .*after/);
});

test('the logs of a function are found by its logical id, and followed', async () => {
  await using tailing = new Tailing('--function', 'DataStreamProcessor', '--from', '1h');
  await put({ ...ELEMENT, Element: 'Oganesson' });
  await tailing.printed('Oganesson');
  expect(tailing.output).toContain('REPORT RequestId');
});

test.each([
  [[], 'Give one of'],
  [['a', '--mapping'], 'Give one of'],
  [['nowhere'], 'not found'],
  [['--function', 'nobody'], 'There is no function nobody'],
  [['--mapping', '11111111-1111-1111-1111-111111111111'], 'does not exist'],
  [['--mapping', '--aws'], 'needs a local endpoint'],
  [[STREAM, '--from', 'yesterday'], 'trim-horizon'],
  [[STREAM, '--from', '1'.repeat(56)], '--shard'],
  [[STREAM, '--shard', 'shardId-000000000099'], 'no shard'],
])('tail %j is refused: %s', async (args, message) => {
  const { status, stderr, stdout } = await run('tail', ...args);
  expect(stderr).toContain(message);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
});

test('when the endpoint ends, so does what follows it', async () => {
  const short = await Running.up(['--ephemeral']);
  await using tailing = new Tailing('--mapping', '--endpoint-url', short.endpoint);
  await tailing.printed('Batches of all mappings');
  await short.end();
  expect(await tailing.ended).toBe(1);
  expect(tailing.output).toContain('The endpoint ended.');
});
