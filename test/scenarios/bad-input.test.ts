import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sluicebox, temporaryFolder } from '../running.ts';

const STREAM = '  Orders: {Type: AWS::Kinesis::Stream, Properties: {ShardCount: 1}}';
const consumer = ({ handler = 'app.handler', runtime = 'nodejs22.x', batchSize = '10' } = {}) => `
Transform: AWS::Serverless-2016-10-31
Resources:
${STREAM}
  Consumer:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: ${handler}
      Runtime: ${runtime}
      Events:
        Orders:
          Type: Kinesis
          Properties:
            Stream: !GetAtt Orders.Arn
            StartingPosition: TRIM_HORIZON
            BatchSize: ${batchSize}
`;

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
  write('src/app.mjs', 'export const handler = async () => {};');
  write('src/broken.mjs', 'export const handler = async () => {');
  write('src/app.py', 'def handler(event, context): pass');
});
afterEach(() => folder[Symbol.dispose]());

function write(name: string, text: string): void {
  const file = join(folder.path, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function up(template: string, { args = ['--port', '0'], env = {} } = {}) {
  write('template.yaml', template);
  const before = readdirSync(folder.path);
  const result = await sluicebox(['up', 'template.yaml', ...args], { cwd: folder.path, env });
  expect(readdirSync(folder.path), 'nothing is left behind').toEqual(before);
  expect(result.stderr, 'a message, not a stack').not.toMatch(/\n {4}at /);
  expect(result.status).toBe(2);
  return result.stderr;
}

describe('what can be put right is said in one message, with exit status 2', () => {
  test('no such template', async () => {
    const { status, stderr } = await sluicebox(['up', 'nowhere.yaml'], { cwd: folder.path });
    expect(stderr).toContain('There is no file nowhere.yaml');
    expect(status).toBe(2);
  });

  test('a name that would write to the terminal', async () => {
    const hostile = consumer().replace('Handler:', '"\\e[31mBad\\e]0;owned\\a": 1\n      Handler:');
    const said = await up(hostile);
    expect(said).toContain('\\u001b[31mBad');
    expect(said).not.toContain('\u001b');
  });

  test('YAML that does not parse', async () => {
    expect(await up('Resources:\n  A: {Type: [\n')).toMatch(/template\.yaml:\d+:\d+: /);
  });

  test('an intrinsic that points nowhere', async () => {
    const template = consumer().replace('!GetAtt Orders.Arn', '!GetAtt Order.Arn');
    const message = await up(template);
    expect(message).toMatch(/template\.yaml:15:\d+: .*Order/);
  });

  test("a setting outside AWS's range, in AWS's words", async () => {
    expect(await up(consumer({ batchSize: '10001' }))).toContain(
      "template.yaml:17:24: 1 validation error detected: Value '10001' at 'batchSize' failed to " +
        'satisfy constraint: Member must have value less than or equal to 10000',
    );
  });

  test('settings that AWS does not take together (rule 1.2.4)', async () => {
    const both = 'TumblingWindowInSeconds: 60\n            ParallelizationFactor: 2';
    const template = consumer().replace('BatchSize: 10', both);
    expect(await up(template)).toMatch(
      /template\.yaml:\d+:\d+: A tumbling window cannot be used together with/,
    );
  });

  test('a handler file that does not exist', async () => {
    expect(await up(consumer({ handler: 'nowhere.handler' }))).toMatch(/Consumer: .*nowhere/);
  });

  test('a handler export that does not exist, at start and not at the first record', async () => {
    expect(await up(consumer({ handler: 'app.nowhere' }))).toContain('nowhere');
  });

  test('a handler that does not parse', async () => {
    expect(await up(consumer({ handler: 'broken.handler' }))).toContain('SyntaxError');
  });

  test('a template without any Kinesis stream', async () => {
    const template = 'Resources:\n  Queue: {Type: AWS::SQS::Queue}\n';
    expect(await up(template)).toContain('Kinesis stream');
  });

  test('Python that is not there', async () => {
    const template = consumer({ runtime: 'python3.12' });
    expect(await up(template, { env: { PATH: folder.path } })).toMatch(
      /no python3\.12.*Install Python 3\.12/s,
    );
  });

  test('a port in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const message = await up(consumer(), { args: ['--port', String(port)] });
    expect(message).toContain(`Port ${port} is in use`);
    expect(message).toContain('--port 0');
    server.close();
  });

  test('options that contradict each other', async () => {
    const args = ['--port', '0', '--ephemeral', '--data', 'somewhere'];
    expect(await up(consumer(), { args })).toContain('--ephemeral');
  });

  test.each([
    [['up', '--port', 'http']],
    [['up', '--no-such-option']],
    [['no-such-command']],
    [['put']],
    [['put', 'orders', '--data', 'x', 'file.ndjson']],
    [['put', 'orders', 'no-such-file.ndjson']],
  ])('sluicebox %j', async (args) => {
    const { status, stderr } = await sluicebox(args, { cwd: folder.path });
    expect(status).toBe(2);
    expect(stderr).not.toMatch(/\n {4}at /);
  });
});

test.each([['up'], ['demo'], ['put'], ['env']])('%s --help has an example', async (command) => {
  const { status, stdout } = await sluicebox([command, '--help']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/Examples?:\n {2}/);
});
