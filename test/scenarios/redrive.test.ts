import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryProject } from '../project.ts';
import { Running, sluicebox, spawnSluicebox } from '../running.ts';

const TEMPLATE = `
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders: {Type: AWS::Kinesis::Stream, Properties: {Name: orders, ShardCount: 1}}
  Failed: {Type: AWS::SQS::Queue, Properties: {QueueName: failed}}
  Handler:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: consumer
      CodeUri: src
      Handler: app.handler
      Runtime: nodejs22.x
      Timeout: 60
      Events:
        Orders:
          Type: Kinesis
          Properties:
            Stream: !GetAtt Orders.Arn
            StartingPosition: TRIM_HORIZON
            MaximumRetryAttempts: 0
            DestinationConfig: {OnFailure: {Destination: !GetAtt Failed.Arn}}
`;

/** Fails until the file `fixed` is there, and for "bad" always; never answers to "slow". */
const handlerIn = (folder: string) => `
import { appendFileSync, existsSync } from 'node:fs';
export const handler = async ({ Records }) => {
  const texts = Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
  const isFixed = existsSync(${JSON.stringify(join(folder, 'fixed'))});
  if (!isFixed || texts.includes('bad')) throw new Error('cannot take ' + texts);
  for (const text of texts) {
    appendFileSync(${JSON.stringify(join(folder, 'seen'))}, text + '\\n');
    console.log('MARK ' + text);
    if (text === 'slow') await new Promise(() => setInterval(() => {}, 1000));
  }
};
`;

/** A server whose function gave up each of these records, and who is on call for it. */
async function onCall(texts: readonly string[]) {
  const project = temporaryProject(handlerIn, TEMPLATE);
  const { path } = project;
  const running = await Running.up([project.template, '--ephemeral', '--logs']);
  const here = { env: running.env, cwd: project.folder };
  for (const [index, text] of texts.entries()) {
    await sluicebox(['put', 'orders', '--data', text, '--partition-key', 'p'], here);
    await running.printed('given up after', index + 1);
  }
  return {
    path,
    here,
    running,
    redrive: (...args: string[]) => sluicebox(['failures', 'redrive', ...args], here),
    async left() {
      const { stdout } = await sluicebox(['failures', 'list', '--json', '--no-errors'], here);
      return (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
    },
    fix: () => writeFileSync(path('fixed'), ''),
    seen: () => (existsSync(path('seen')) ? readFileSync(path('seen'), 'utf8').split('\n') : []),
    async [Symbol.asyncDispose]() {
      await running.end('SIGKILL');
      project[Symbol.dispose]();
    },
  };
}

test('after the fix, records are looked at, saved, and sent to the function once', async () => {
  await using desk = await onCall(['one', 'bad', 'two']);
  const unasked = await desk.redrive('--all', '--to', 'lambda');
  expect([unasked.status, unasked.stderr]).toEqual([2, expect.stringContaining('--yes')]);

  const dry = await desk.redrive('--all', '--to', 'lambda', '--dry-run');
  expect(dry.stdout.match(/1 to send/g)).toHaveLength(3);
  expect(existsSync(desk.path('.sluicebox-redrive'))).toBe(false);

  const file = await desk.redrive('--all', '--to', 'file', '--out', 'saved.ndjson');
  expect(file.status).toBe(0);
  const saved = readFileSync(desk.path('saved.ndjson'), 'utf8').trimEnd().split('\n');
  const texts = saved.map((line) => Buffer.from(JSON.parse(line).Data, 'base64').toString());
  expect(texts).toEqual(['one', 'bad', 'two']);
  expect(await desk.left()).toHaveLength(3);

  desk.fix();
  const sent = await desk.redrive('--all', '--to', 'lambda', '--yes');
  expect(sent.stdout).toContain('The function failed: Error: cannot take bad');
  expect(sent.stderr).toContain('2 records sent, 2 messages deleted, 1 message left.');
  expect(sent.status).toBe(1);
  expect(desk.seen()).toEqual(['one', 'two', '']);

  const [bad = ''] = await desk.left();
  const back = await desk.redrive(bad, '--to', 'stream', '--yes', '--json');
  expect(JSON.parse(back.stdout)).toMatchObject([{ id: bad, message: 'deleted' }]);
  // It comes back by the stream, fails again, and has a new message.
  await desk.running.printed('given up after', 4);
  const left = await desk.left();
  expect(left).toHaveLength(1);
  expect(left).not.toContain(bad);
});

test('killed while a function works: what may have arrived waits for a decision', async () => {
  await using desk = await onCall(['one', 'slow']);
  desk.fix();
  const args = ['failures', 'redrive', '--all', '--to', 'lambda', '--yes'];
  const child = spawnSluicebox(args, desk.here);
  await desk.running.printed('MARK slow');
  await child.end('SIGKILL');

  const again = await desk.redrive('--all', '--to', 'lambda', '--yes');
  expect(again.status).toBe(1);
  expect(again.stdout).toContain('may have been sent to');
  expect(desk.seen()).toEqual(['one', 'slow', '']);

  const decided = await desk.redrive('--all', '--to', 'lambda', '--yes', '--accept-unknown');
  expect(decided.status).toBe(0);
  expect(await desk.left()).toEqual([]);
  expect(desk.seen()).toEqual(['one', 'slow', '']);
});
