import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../random/temporary-folder.suite.ts';
import { RedriveLedger } from './redrive-ledger.ts';
import { openLedgerFile } from './redrive-ledger-file.ts';

const PLACE = { audience: 'function f', target: 'f', streamArn: 's', shardId: '0' };
const newPath = () => join(temporaryFolder(), 'a/ledger.ndjson');

/** Opens the ledger, uses it, and closes it again. */
function withLedger<Value>(path: string, use: (ledger: RedriveLedger) => Value): Value {
  using file = openLedgerFile(path);
  return use(new RedriveLedger(file.entries, file.append));
}

const typesIn = (path: string) =>
  withLedger(path, (ledger) => ['a', 'b', 'c'].map((name) => ledger.stateOf(PLACE, name)?.type));

test('a ledger knows after a restart what was sent, what failed, and what is unknown', () => {
  const path = newPath();
  withLedger(path, (ledger) => {
    const id = ledger.begin(PLACE, ['a', 'b', 'c'], 1000);
    const reason = 'no';
    ledger.end(
      id,
      [{ type: 'sent' }, { type: 'failed', reason }, { type: 'unknown', reason }],
      2000,
    );
    expect(ledger.stateOf(PLACE, 'a')).toEqual({ type: 'sent', target: 'f', atMs: 2000 });
  });
  expect(typesIn(path)).toEqual(['sent', undefined, 'unknown']);
});

test('what was begun and not ended is unknown, until somebody accepts it', () => {
  const path = newPath();
  withLedger(path, (ledger) => ledger.begin(PLACE, ['a', 'b'], 1000));
  expect(typesIn(path)).toEqual(['unknown', 'unknown', undefined]);
  withLedger(path, (ledger) => ledger.accept(PLACE, ['a'], 1000));
  expect(typesIn(path)).toEqual(['sent', 'unknown', undefined]);
});

test('the numbers of sends go on after a restart', () => {
  const path = newPath();
  const first = withLedger(path, (ledger) => ledger.begin(PLACE, ['a'], 1));
  const second = withLedger(path, (ledger) => ledger.begin(PLACE, ['b'], 1));
  expect(second).toBeGreaterThan(first);
});

test('a line that was torn while it was written is cut off, wherever it was torn', () => {
  const path = newPath();
  withLedger(path, (ledger) => {
    ledger.end(ledger.begin(PLACE, ['a'], 1), [{ type: 'sent' }], 1);
  });
  const whole = readFileSync(path, 'utf8');
  const line = whole.slice(whole.lastIndexOf('\n', whole.length - 2) + 1);
  for (let length = 0; length < line.length; length++) {
    writeFileSync(path, whole.slice(0, whole.length - line.length + length));
    expect(typesIn(path)).toEqual(['unknown', undefined, undefined]);
  }
  const header = whole.slice(0, whole.indexOf('\n'));
  for (let length = 0; length <= header.length; length++) {
    writeFileSync(path, header.slice(0, length));
    expect(typesIn(path)).toEqual([undefined, undefined, undefined]);
  }
});

describe('a ledger is refused', () => {
  test.each(['{"type":"sending"}', '{}', 'null', 'garbage'])('with the line %s', (line) => {
    const path = newPath();
    withLedger(path, () => {});
    appendFileSync(path, `${line}\n`);
    const before = readFileSync(path, 'utf8');
    expect(() => openLedgerFile(path)).toThrow('Line 2 is not an entry');
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  test.each(['somebody else', '{"a":1}\n'])('when it is another file: %j', (text) => {
    const path = newPath();
    withLedger(path, () => {});
    writeFileSync(path, text);
    expect(() => openLedgerFile(path)).toThrow('cannot be used');
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test('while another redrive has it', () => {
    const path = newPath();
    using _ = openLedgerFile(path);
    expect(() => openLedgerFile(path)).toThrow(`Process ${process.pid} is redriving with it.`);
  });
});

test('a lock whose owner is gone is taken over', () => {
  const path = newPath();
  withLedger(path, () => {});
  // No system gives a process this number.
  writeFileSync(`${path}.lock`, '2147483646');
  expect(typesIn(path)).toEqual([undefined, undefined, undefined]);
});

describe('a lock whose owner is gone', () => {
  const stale = () => {
    const path = newPath();
    withLedger(path, () => {});
    writeFileSync(`${path}.lock`, '2147483646');
    return path;
  };

  test('is taken over by one of two that find it at the same time', () => {
    const path = stale();
    let first: ReturnType<typeof openLedgerFile> | undefined;
    vi.spyOn(process, 'kill').mockImplementationOnce(() => {
      first = openLedgerFile(path);
      throw Object.assign(new Error('no such process'), { code: 'ESRCH' });
    });
    expect(() => openLedgerFile(path)).toThrow(`Process ${process.pid} is redriving with it.`);
    expect(first?.entries).toEqual([]);
    expect(() => openLedgerFile(path)).toThrow('is redriving');
    first?.[Symbol.dispose]();
    withLedger(path, () => {});
  });

  test('is nobody’s to take while another process does', () => {
    const path = stale();
    mkdirSync(`${path}.lock.stale`);
    expect(() => openLedgerFile(path)).toThrow('ledger.ndjson.lock.stale');
  });
});

test('a lock that is being written is somebody’s', () => {
  const path = newPath();
  withLedger(path, () => {});
  writeFileSync(`${path}.lock`, '');
  expect(() => openLedgerFile(path)).toThrow('Another process is redriving with it.');
});

test('what a process left that was killed while it took a lock is no lock for ever', () => {
  const path = newPath();
  withLedger(path, () => {});
  writeFileSync(`${path}.lock`, '');
  mkdirSync(`${path}.lock.stale`);
  const longAgo = new Date(Date.UTC(2026, 0));
  for (const left of [`${path}.lock`, `${path}.lock.stale`]) utimesSync(left, longAgo, longAgo);
  expect(withLedger(path, () => 'taken')).toBe('taken');
  expect(existsSync(`${path}.lock.stale`)).toBe(false);
});
