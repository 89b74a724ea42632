import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { systemClock } from '../clock/system-clock.ts';
import { appendSynced } from './append-synced.ts';
import {
  LEDGER_HEADER,
  type LedgerEntry,
  LedgerError,
  ledgerLine,
  readLedger,
} from './redrive-ledger-entry.ts';

/** A ledger on disk, which this process alone writes until it is disposed of. */
export interface LedgerFile extends Disposable {
  readonly entries: readonly LedgerEntry[];
  /** Returns once the entry is on the disk. */
  append(entry: LedgerEntry): void;
}

/**
 * Opens the ledger at `path`, or begins one there. A torn last line is cut off.
 *
 * @throws LedgerError `in-use` while another process has it, `damaged`, or `unwritable`
 */
export function openLedgerFile(path: string): LedgerFile {
  const lock = `${path}.lock`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    takeLock(lock);
  } catch (error) {
    throw asLedgerError(error, path);
  }
  try {
    return openLocked(path, lock);
  } catch (error) {
    rmSync(lock, { force: true });
    throw asLedgerError(error, path);
  }
}

/**
 * What the ledger at `path` says, without opening it for writing; nothing when there is none.
 *
 * @throws LedgerError `damaged`, or `unwritable` when it cannot be read
 */
export function peekLedger(path: string): readonly LedgerEntry[] {
  try {
    return readLedger(readFileSync(path, 'utf8')).entries;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw asLedgerError(error, path);
  }
}

function openLocked(path: string, lock: string): LedgerFile {
  const file = openSync(path, 'a+', 0o600);
  try {
    const { entries, wholeBytes } = readLedger(readFileSync(file, 'utf8'));
    ftruncateSync(file, wholeBytes);
    if (wholeBytes === 0) appendSynced(file, `${LEDGER_HEADER}\n`);
    syncFolder(dirname(path));
    return {
      entries,
      append(entry) {
        try {
          appendSynced(file, ledgerLine(entry));
        } catch (error) {
          throw asLedgerError(error, path);
        }
      },
      [Symbol.dispose]() {
        closeSync(file);
        rmSync(lock, { force: true });
      },
    };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/** A new file is there after a power cut only when its folder was synced as well (fsync(2)). */
function syncFolder(path: string): void {
  // Windows does not open folders; there the file system takes care of it.
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Two redrives at once would each take for unsent what the other is sending. */
function takeLock(path: string): void {
  if (tryLock(path)) return;
  refuseRunning(path);
  // Its owner was killed. One process at a time takes it away: a second one that found the same out
  // would take away the lock that the first has then.
  const finding = `${path}.stale`;
  try {
    mkdirSync(finding);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // Whoever finds it so is done within moments, or was killed in them.
    if (!isOld(finding)) throw inUse('Another process', `${path} and ${finding}`);
  }
  try {
    refuseRunning(path);
    rmSync(path, { force: true });
    if (!tryLock(path)) throw inUse('Another process', path);
  } finally {
    rmSync(finding, { recursive: true, force: true });
  }
}

/** Whether there was no lock. */
function tryLock(path: string): boolean {
  try {
    writeFileSync(path, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** @throws LedgerError while the owner of the lock is there, or writes it at this moment */
function refuseRunning(path: string): void {
  if (!existsSync(path)) return;
  const owner = readFileSync(path, 'utf8');
  if (owner === '' && !isOld(path)) throw inUse('Another process', path);
  if (isRunning(Number(owner))) throw inUse(`Process ${owner}`, path);
}

const OLD_MS = 10_000;
const isOld = (path: string) => systemClock.now() - statSync(path).mtimeMs > OLD_MS;

const inUse = (who: string, lock: string) =>
  new LedgerError(
    'in-use',
    `${who} is redriving with it. If that is none of ours, delete ${lock}.`,
  );

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function asLedgerError(error: unknown, path: string): LedgerError {
  const { message } = error as Error;
  const code = error instanceof LedgerError ? error.code : 'unwritable';
  return new LedgerError(code, `The ledger ${path} cannot be used. ${message}`, { cause: error });
}
