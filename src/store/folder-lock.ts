import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from './store-error.ts';

interface Owner {
  readonly pid: number;
  /** When the process began, in the kernel's ticks, where the system tells (Linux); else ''. */
  readonly started: string;
}

/**
 * Takes a data folder for this process, and returns the function that gives it back. A folder whose
 * owner no longer runs is taken over, so that nothing has to be repaired by hand after a crash.
 *
 * @throws StoreError FolderInUse when another process holds it
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'owner.json');
  const self: Owner = { pid: process.pid, started: startOf(process.pid) };
  for (let tries = 0; tries < 3; tries++) {
    try {
      writeFileSync(file, JSON.stringify(self), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = readOwner(file);
      if (owner && isRunning(owner)) throw inUse(folder, owner);
      rmSync(file, { force: true });
    }
  }
  throw new StoreError(
    'FolderInUse',
    `The data folder ${folder} is being taken by another process.`,
  );
}

function inUse(folder: string, owner: Owner): StoreError {
  return new StoreError(
    'FolderInUse',
    `The data folder ${folder} is in use by process ${owner.pid}. ` +
      'Stop that process, or choose another folder with --data.',
  );
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return undefined; // gone meanwhile, or cut short by a crash: nobody's
  }
}

function isRunning(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // A process number is given out again after a while, in containers almost at once.
  return owner.started === startOf(owner.pid);
}

/** Field 22 of /proc/<pid>/stat, counted after the command name, which may hold spaces. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
