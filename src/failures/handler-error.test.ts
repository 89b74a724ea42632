import { expect, test } from 'vitest';
import { type FindLines, handlerError, type LogLine } from './handler-error.ts';
import { failureOf } from './redrive-world.suite.ts';

const failure = { ...failureOf(1, 1), requestId: 'r-1', failedAtMs: 1_000_000 };
const line = (message: string, atMs = 999_000): LogLine => ({ message, logStream: 's', atMs });

const find =
  (own: readonly string[], between: readonly string[] = []): FindLines =>
  async ({ text }) =>
    (text === undefined ? between : own).map((message) => line(message));

const error = (own: readonly string[], between?: readonly string[]) =>
  handlerError(failure, find(own, between));

test('what Node.js writes of an error is found, the last of several', async () => {
  const written = (message: string) =>
    `2026-01-01T00:00:00.000Z\tr-1\tERROR\tInvoke Error \t${JSON.stringify({
      errorType: 'TypeError',
      errorMessage: message,
      stack: ['…'],
    })}\n`;
  expect(await error([written('first'), written('second')])).toBe('TypeError: second');
});

test('a timeout is found', async () => {
  const message = '2026-01-01T00:00:00.000Z r-1 Task timed out after 3.00 seconds\n\n';
  expect(await error([message])).toBe('Task timed out after 3.00 seconds');
});

test('what Python writes does not name the request: it is looked for between START and END', async () => {
  const own = ['START RequestId: r-1 Version: $LATEST\n', 'END RequestId: r-1\n'];
  const threw = (what: string) => `[ERROR] ${what}\nTraceback (most recent call last):\n  …`;
  // All of it within one millisecond.
  const between = ['r-0', 'r-1', 'r-2'].flatMap((id) => [
    `START RequestId: ${id} Version: $LATEST\n`,
    threw(`KeyError: '${id}'`),
    `END RequestId: ${id}\n`,
    `REPORT RequestId: ${id}\tDuration: 1 ms`,
  ]);
  expect(await error(own, between)).toBe("KeyError: 'r-1'");
  expect(await error(own, between.slice(0, 4))).toBeUndefined();
});

test('the end of a process is found, and what only the report tells', async () => {
  const exit =
    'RequestId: r-1 Error: Runtime exited with error: exit status 3\nRuntime.ExitError\n';
  expect(await error([exit])).toBe('Runtime.ExitError: Runtime exited with error: exit status 3');
  const report = 'REPORT RequestId: r-1\tDuration: 1 ms\tStatus: error\tError Type: Function.X\n';
  expect(await error([report])).toBe('Function.X');
});

test('a log in JSON is read too', async () => {
  const message = { errorType: 'RangeError', errorMessage: 'too far', stackTrace: [] };
  const text = JSON.stringify({ level: 'ERROR', requestId: 'r-1', message });
  expect(await error([text])).toBe('RangeError: too far');
});

test('nothing is told when the log has nothing', async () => {
  expect(await error([])).toBeUndefined();
  expect(await error(['START RequestId: r-1', 'END RequestId: r-1'])).toBeUndefined();
});

test('a line that begins many objects and ends none says nothing', async () => {
  expect(await error(['{'.repeat(500_000)])).toBeUndefined();
});
