import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder, and those above it, where they are missing, and answers the first that was. Without
 * their names on the disk, a power cut takes the folder away, however well its files were synced.
 * Node.js 20 does not come back when it is asked for all at once below `/proc`.
 *
 * @throws what the system says of a folder that cannot be made
 */
export function makeFolder(path: string): string | undefined {
  const missing: string[] = [];
  let folder = resolve(path);
  // A root that is not there is for the system to refuse.
  for (; !existsSync(folder) && folder !== dirname(folder); folder = dirname(folder)) {
    missing.unshift(folder);
  }
  for (const one of missing) {
    // Records are nobody's but their owner's.
    makeOne(one, one === missing.at(-1) ? 0o700 : 0o777);
    syncNames(dirname(one));
  }
  return missing[0];
}

/** Somebody else may have made it meanwhile. */
function makeOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

/** Returns when the names of what is in a folder are on the disk. */
export function syncNames(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
