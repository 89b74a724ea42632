import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  FUNCTION,
  failureOf,
  hastyClock,
  hydrationOf,
  rangeOf,
  sdkError,
} from '../failures/redrive-world.suite.ts';
import { temporaryFolder } from '../random/temporary-folder.suite.ts';
import type { RedriveFlags } from './redrive-flags.ts';
import { type RedriveServices, runRedrive } from './redrive-run.ts';
import { UsageError } from './usage-error.ts';

/** A folder with a queue of two messages, and a function that is invoked. */
function desk(services: Partial<RedriveServices> = {}) {
  const folder = temporaryFolder();
  const queue = new Set([failureOf(1, 2), failureOf(3, 3)]);
  const events: string[] = [];
  const printed: string[] = [];
  const said: string[] = [];
  const run = (flags: Partial<RedriveFlags>, ask?: (question: string) => Promise<boolean>) =>
    runRedrive({
      failures: [...queue],
      flags: { to: 'lambda', concurrency: 1, ...flags },
      place: { account: '1', region: 'us-east-1', ledger: join(folder, 'ledger.ndjson') },
      services: {
        clock: hastyClock(),
        tell: (text) => void said.push(text),
        hydrate: async (failure) => hydrationOf(...rangeOf(failure)),
        async remove(failure) {
          queue.delete(failure);
          return 'deleted';
        },
        putRecords: async () => async (_, entries) => entries.map(() => ({})),
        lambda: async () => ({
          roleOf: async () => 'role',
          async invoke(_, event) {
            events.push(event);
            return { payload: 'null' };
          },
        }),
        ...services,
      },
      talk: {
        print: (line) => void printed.push(line),
        say: (line) => void said.push(line),
        ...(ask && { ask }),
      },
    });
  return { folder, queue, events, printed, said, run };
}

test('after a yes the records are sent, and the messages are gone', async () => {
  const { run, queue, events, said, printed } = desk();
  const questions: string[] = [];
  const status = await run({}, async (question) => {
    questions.push(question);
    return true;
  });
  expect(status).toBe(0);
  expect(questions).toEqual(['Send them?']);
  expect(said.slice(0, 3)).toEqual([
    'Account 1, region us-east-1 (AWS)',
    '2 messages, 3 records to send to the function that gave them up',
    `  ${FUNCTION}: 3 records`,
  ]);
  expect(said.at(-1)).toBe('3 records sent, 2 messages deleted.');
  expect(printed).toEqual(['f1-2  deleted  2 sent', 'f3-3  deleted  1 sent']);
  expect([events.length, queue.size]).toEqual([2, 0]);
});

test('after a no nothing is sent', async () => {
  const { run, queue, events } = desk();
  expect(await run({}, async () => false)).toBe(1);
  expect([events.length, queue.size]).toEqual([0, 2]);
});

test('without a terminal to ask at, it takes --yes', async () => {
  const { run, events } = desk();
  await expect(run({})).rejects.toThrow(UsageError);
  await expect(run({ to: 'file', out: 'x', deleteMessages: true })).rejects.toThrow('--yes');
  expect(events).toEqual([]);
  expect(await run({ yes: true })).toBe(0);
  expect(events).toHaveLength(2);
});

test('a dry run shows all, and leaves no trace', async () => {
  const { run, folder, queue, events, printed } = desk();
  const out = join(folder, 'out.ndjson');
  for (const flags of [{ to: 'lambda' }, { to: 'stream' }, { to: 'file', out }] as const) {
    expect(await run({ ...flags, dryRun: true })).toBe(0);
  }
  expect(printed.slice(0, 2)).toEqual(['f1-2  2 to send', 'f3-3  1 to send']);
  expect([events.length, queue.size]).toEqual([0, 2]);
  expect(existsSync(out) || existsSync(join(folder, 'ledger.ndjson'))).toBe(false);
});

test('what fails is left with its reason, and the exit status says so', async () => {
  const invoke = async () => ({
    functionError: 'Unhandled',
    payload: '{"errorType":"Error","errorMessage":"still\\u001b[31m bad"}',
  });
  const { run, queue, printed } = desk({
    lambda: async () => ({ invoke, roleOf: async () => '' }),
  });
  expect(await run({ yes: true })).toBe(1);
  expect(printed.slice(0, 2)).toEqual([
    'f1-2  left  2 failed',
    '    The function failed: Error: still\\u001b[31m bad',
  ]);
  expect(queue.size).toBe(2);
});

test('an answer that was lost is named again, and waits for a decision', async () => {
  const lost = { invoke: () => Promise.reject(sdkError('TimeoutError', undefined)) };
  let isLost = true;
  const { run, queue, said } = desk({
    lambda: async () => ({
      roleOf: async () => '',
      invoke: async () => (isLost ? lost.invoke() : { payload: 'null' }),
    }),
  });
  expect(await run({ yes: true })).toBe(1);
  isLost = false;
  expect(await run({ yes: true })).toBe(1);
  expect(said).toContain('  Maybe arrived before, waiting for a decision: 3 records.');
  expect(queue.size).toBe(2);
  expect(await run({ yes: true, resendUnknown: true })).toBe(0);
  expect(queue.size).toBe(0);
});

test.each(['lambda', 'stream'] as const)(
  'throttling by the %s is waited for, and said',
  async (to) => {
    let turnedDown = 0;
    const throttle = () => Promise.reject(sdkError('TooManyRequestsException', 429));
    const { run, said, queue } = desk({
      putRecords: async () => async (_, entries) =>
        turnedDown++ < 2 ? throttle() : entries.map(() => ({})),
      lambda: async () => ({
        roleOf: async () => '',
        invoke: async () => (turnedDown++ < 2 ? throttle() : { payload: 'null' }),
      }),
    });
    expect(await run({ to, yes: true })).toBe(0);
    expect(said.filter((line) => /throttles; trying again in [\d.]+ s\.$/.test(line))).toHaveLength(
      2,
    );
    expect(queue.size).toBe(0);
  },
);

describe('to a file', () => {
  test('the records are written, and the messages stay', async () => {
    const { run, folder, queue } = desk();
    const out = join(folder, 'out.ndjson');
    expect(await run({ to: 'file', out })).toBe(0);
    expect(readFileSync(out, 'utf8').trimEnd().split('\n')).toHaveLength(3);
    expect(queue.size).toBe(2);
    const before = readFileSync(out, 'utf8');
    expect(await run({ to: 'file', out })).toBe(0);
    expect(readFileSync(out, 'utf8')).toBe(before);
  });

  test('nothing is overwritten', async () => {
    const { run, folder } = desk();
    const out = join(folder, 'precious.txt');
    writeFileSync(out, 'precious');
    await expect(run({ to: 'file', out })).rejects.toThrow('nothing is overwritten');
    expect(readFileSync(out, 'utf8')).toBe('precious');
  });

  test('a copy in a file does not count as sent to the function', async () => {
    const { run, folder, events } = desk();
    await run({ to: 'file', out: join(folder, 'out.ndjson') });
    await run({ yes: true });
    expect(events).toHaveLength(2);
  });
});

test('what was sent to the function is not put to the stream as well', async () => {
  const { run, printed } = desk();
  await run({ yes: true, keepMessages: true });
  await run({ to: 'stream', yes: true, json: true });
  expect(JSON.parse(printed.at(-1) ?? '')).toMatchObject([
    { id: 'f1-2', message: 'deleted', records: { sent: 0, sentBefore: 2 } },
    { id: 'f3-3', message: 'deleted', records: { sent: 0, sentBefore: 1 } },
  ]);
});
