import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isRunning, thisProcess } from './owner.ts';

/** What Linux tells of a process: its state, its parent, … and, in the 20th place, its start. */
const statOf = (pid: number) =>
  readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]!.split(' ');

test('this process runs, and one of its number that began at another time does not', () => {
  expect(isRunning(thisProcess())).toBe(true);
  expect(isRunning({ ...thisProcess(), started: 'another' })).toBe(false);
});

const hasProc = existsSync('/proc/self/stat');
test.skipIf(!hasProc)(
  'one that was killed does not, though its parent never asks (needs /proc)',
  async () => {
    // The shell becomes a program that knows nothing of the child it has.
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec cat'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const [line] = await once(parent.stdout, 'data');
    const owner = { pid: Number(line), started: statOf(Number(line))[19]! };
    expect(isRunning(owner)).toBe(true);
    parent.stdin.write('ready');
    await once(parent.stdout, 'data');
    process.kill(owner.pid, 'SIGKILL');
    await expect.poll(() => statOf(owner.pid)[0]).toBe('Z');
    expect(isRunning(owner)).toBe(false);
    parent.stdin.end();
  },
);
