import { type Dirent, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Clock, Timer } from '../clock/clock.ts';
import { FolderWatches } from './folder-watches.ts';

/** Folders whose content is not written by the author of a function. */
const NOT_WATCHED = /^(\..*|node_modules|__pycache__)$/;
const NOT_CODE = /(\.pyc|\.mdb|\.mdb-lock|~|\.swp|\.tmp|\.new)$/;
/** More folders than this are not watched: each takes one of the system's watches. */
const MOST_FOLDERS = 2000;
/** An editor writes a file in several steps. */
const DEBOUNCE_MS = 100;

/**
 * The folder and all folders in it that can hold code, but not the one that is written to. A
 * folder that cannot be read, because it went away for example, counts as empty.
 */
export function foldersIn(directory: string, buildDirectory: string): string[] {
  const folders = [directory];
  for (const folder of folders) {
    if (folders.length >= MOST_FOLDERS) break;
    const inside = entriesOf(folder).filter(
      (entry) => entry.isDirectory() && !NOT_WATCHED.test(entry.name),
    );
    const paths = inside.map((entry) => join(folder, entry.name));
    folders.push(...paths.filter((path) => path !== resolve(buildDirectory)));
  }
  return folders;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

export interface WatchOptions {
  readonly clock: Clock;
  /** What it throws, or rejects with, is told by `warn`. */
  readonly onChange: () => void | Promise<void>;
  /** Called with what the author of the code should know. */
  readonly warn: (message: string) => void;
}

/**
 * Calls back soon after something in one of the folders changed, once for changes that come
 * together. `folders` is asked again after each change; those that are not there are waited for.
 * Answers how to stop.
 */
export function watchFolders(folders: () => readonly string[], options: WatchOptions): () => void {
  const { clock, onChange, warn } = options;
  let timer: Timer | undefined;
  let isStopped = false;
  const settle = async () => {
    if (isStopped) return;
    try {
      watches.follow(folders);
      await onChange();
    } catch (error) {
      warn(notTakenOver(error));
    }
  };
  const changed = (name?: string) => {
    if (isStopped || (name && (NOT_WATCHED.test(name) || NOT_CODE.test(name)))) return;
    timer?.cancel();
    timer = clock.at(clock.now() + DEBOUNCE_MS, () => void settle());
  };
  const watches = new FolderWatches({ onChange: changed, warn });
  watches.follow(folders);
  return () => {
    isStopped = true;
    timer?.cancel();
    watches.close();
  };
}

/** What to tell when a change was seen and something other than the code prevents its use. */
export function notTakenOver(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `A change of the code was not taken over: ${reason}`;
}
