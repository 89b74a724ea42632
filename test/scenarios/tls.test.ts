import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { available } from '../available.ts';
import { ROOT, Running, run, sluicebox, spawnSluicebox, temporaryFolder } from '../running.ts';

const hasAws = available('aws');

const folder = temporaryFolder();
const data = join(folder.path, 'data');
let running: Running;
beforeAll(async () => {
  running = await Running.up(['--data', data, '--tls-port', '0']);
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** What the command printed for clients to use. */
function printed(): NodeJS.ProcessEnv {
  const found = [...running.output.matchAll(/export (AWS_ENDPOINT_URL=https.*|.*CA_.*)/g)];
  return Object.fromEntries(found.map(([, line]) => line!.split('=')));
}

test.skipIf(!hasAws)('the AWS CLI trusts what is printed (needs aws)', async () => {
  const tls = printed();
  const env = { ...running.env, ...tls };
  const args = [
    'sqs',
    'create-queue',
    '--queue-name',
    'q',
    '--endpoint-url',
    `${tls.AWS_ENDPOINT_URL}`,
  ];
  const { stdout, stderr } = await run('aws', args, { env });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout).QueueUrl).toBe(`${tls.AWS_ENDPOINT_URL}/000000000000/q`);
  const { AWS_CA_BUNDLE: _, ...without } = env;
  expect((await run('aws', args, { env: without })).stderr).toContain('SSL validation failed');
});

const SCRIPT = `
import { KinesisClient, ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { SQSClient, ListQueuesCommand } from '@aws-sdk/client-sqs';
console.log((await new KinesisClient({}).send(new ListStreamsCommand({}))).StreamNames);
console.log((await new SQSClient({}).send(new ListQueuesCommand({}))).$metadata.httpStatusCode);
`;

test('the SDK trusts what is printed, by HTTP/2 for Kinesis and HTTP/1.1 for SQS', async () => {
  const env = { ...running.env, ...printed(), NODE_NO_WARNINGS: '1' };
  const args = ['--input-type=module', '-e', SCRIPT];
  expect(await run(process.execPath, args, { env, cwd: ROOT })).toMatchObject({
    status: 0,
    stdout: '[]\n200\n',
  });
});

test('batches can be followed there', async () => {
  const env = { ...running.env, ...printed() };
  await using tailing = spawnSluicebox(['tail', '--mapping'], { env });
  await tailing.printed(`Batches of all mappings at ${env.AWS_ENDPOINT_URL}`);
  expect(await tailing.end('SIGINT')).toBe(0);
});

test('a command that reads a stream there ends when it is done', async () => {
  const env = { ...running.env, ...printed() };
  const { status, stderr } = await sluicebox(['tail', 'none', '--no-follow'], { env });
  expect([status, stderr]).toEqual([2, expect.stringContaining('Stream none under account')]);
});

test('a restart shows the certificate of before', async () => {
  const { AWS_CA_BUNDLE: caFile } = printed();
  const before = await run('cat', [`${caFile}`]);
  await running.end();
  running = await Running.up(['--data', data, '--tls-port', '0']);
  expect(printed().AWS_CA_BUNDLE).toBe(caFile);
  expect(await run('cat', [`${caFile}`])).toEqual(before);
});

test('`sluicebox env --tls` prints the same, and says so where there is no TLS', async () => {
  const port = (endpoint: string) => ['env', '--tls', '--port', new URL(endpoint).port];
  const { stdout } = await sluicebox(port(running.endpoint));
  for (const [name, value] of Object.entries(printed())) {
    expect(stdout).toContain(`export ${name}=${value}\n`);
  }
  const open = await Running.up(['--ephemeral']);
  const refused = await sluicebox(port(open.endpoint));
  await open.end();
  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused.stderr).toContain('--tls-port');
});
