import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runScript, type ScriptOptions } from '../testing/run-script.ts';

const script = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const GOOD = script('without-poison-pill-put-records.sh');
const BAD = script('with-poison-pill-put-records.sh');
const PUT = script('put-records.sh');

const TOOK_ALL = `echo '{ "FailedRecordCount": 0 }'`;
const version1 = { version: '1.45.11', answers: TOOK_ALL };
const version2 = { version: '2.31.0', answers: TOOK_ALL };
/** In CI it must be: a test that skips itself there could not fail. */
const isSkipped = spawnSync('aws', ['--version']).status !== 0 && !process.env.CI;

test.each([
  [GOOD, ['Hydrogen', 'Helium', 'Lithium']],
  [BAD, ['Beryllium', 'Boron']],
])('%s puts its records in one request', async (path, elements) => {
  const { calls, status, stdout } = await runScript(path, { aws: version2 });
  expect(status).toBe(0);
  expect(stdout).toContain('"FailedRecordCount": 0');
  expect(calls).toHaveLength(1);
  expect(calls[0]?.slice(0, 4)).toEqual([
    ...['kinesis', 'put-records', '--stream-name', 'DataActivityKinesisStream'],
  ]);
  expect(contents(calls[0]).map((content) => content.Element)).toEqual(elements);
});

test('the poison pill is a mass that is a string', async () => {
  const { calls } = await runScript(BAD, { aws: version1 });
  expect(contents(calls[0]).map((content) => content.AtomicMass)).toEqual([9.0122, '10.81']);
});

test('AWS CLI 2 is told that data is not Base64, and AWS CLI 1 is not: it knows no such option', async () => {
  const option = ['--cli-binary-format', 'raw-in-base64-out'];
  const [two, one] = await Promise.all([version2, version1].map((aws) => runScript(GOOD, { aws })));
  expect(two?.calls[0]).toEqual(expect.arrayContaining(option));
  expect(one?.calls[0]).not.toContain('--cli-binary-format');
});

test.each([
  [{}, undefined],
  [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' }, 'http://127.0.0.1:4566'],
  [{ AWS_ENDPOINT_URL: 'http://a', AWS_ENDPOINT_URL_KINESIS: 'http://b' }, 'http://b'],
])('with %j the endpoint is %s', async (environment, endpoint) => {
  const { calls, stderr } = await runScript(GOOD, { aws: version1, environment });
  expect(after('--endpoint-url', calls[0])).toBe(endpoint);
  expect(stderr).toContain(`at ${endpoint ?? 'AWS'} …`);
});

test('quotes, backslashes and ampersands in the data arrive as they were', async () => {
  const data = { text: 'a "quoted" \\ back & forth\nnext $HOME `id` \'x\'', list: [1, {}] };
  const input = `${JSON.stringify(data)}\n\n${JSON.stringify(data)}`;
  const { calls } = await runScript(PUT, { aws: version2, arguments: ['orders'], input });
  expect(contents(calls[0])).toEqual([data, data]);
});

test('it fails when the stream turned a record down', async () => {
  const answers = `echo '{ "FailedRecordCount": 1 }'`;
  const { status, stderr } = await runScript(GOOD, { aws: { ...version1, answers } });
  expect(status).toBe(1);
  expect(stderr).toContain('did not take all of the records');
});

test('it fails, and says what to look at, when the request fails', async () => {
  const answers = 'echo "ResourceNotFoundException" >&2; exit 254';
  const { status, stderr } = await runScript(GOOD, { aws: { ...version1, answers } });
  expect(status).toBe(1);
  expect(stderr).toMatch(/ResourceNotFoundException[\s\S]*Is the stack deployed/);
});

test('it says so when the AWS CLI is missing', async () => {
  const { status, stderr } = await runScript(GOOD, { aws: 'missing' });
  expect(status).toBe(127);
  expect(stderr).toContain('AWS CLI');
});

test('without a stream, the usage is shown', async () => {
  const { status, stderr } = await runScript(PUT, { aws: version1 });
  expect(status).toBe(2);
  expect(stderr).toContain('Usage:');
});

test.skipIf(isSkipped)(
  'the installed AWS CLI sends the data encoded once (needs aws)',
  async () => {
    const { bodies, status, stderr } = await putToServer(BAD);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    const { Records, StreamName } = JSON.parse(bodies[0] ?? '{}');
    expect(StreamName).toBe('DataActivityKinesisStream');
    const sent = Records.map(({ Data }: { Data: string }) =>
      JSON.parse(Buffer.from(Data, 'base64').toString()),
    );
    expect(sent).toMatchObject([{ Element: 'Beryllium' }, { Element: 'Boron' }]);
  },
);

async function putToServer(path: string) {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(await text(request));
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ FailedRecordCount: 0, Records: [] }));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const environment = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_DEFAULT_REGION: 'us-east-1',
    HOME: process.env.HOME ?? '',
  };
  const options: ScriptOptions = { aws: 'installed', environment };
  try {
    return { ...(await runScript(path, options)), bodies };
  } finally {
    server.close();
  }
}

function after(option: string, call: readonly string[] = []): string | undefined {
  return call.includes(option) ? call[call.indexOf(option) + 1] : undefined;
}

/** The contents of the records in a call, each as the consumer would parse it. */
function contents(call: readonly string[] | undefined): Record<string, unknown>[] {
  const records: { Data: string }[] = JSON.parse(after('--records', call) ?? '[]');
  return records.map(({ Data }) => JSON.parse(Data));
}
