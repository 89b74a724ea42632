import { type FSWatcher, readdirSync, watch } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Clock, Timer } from '../clock/clock.ts';

/** Folders whose content is not written by the author of a function. */
const NOT_WATCHED = /^(\..*|node_modules|__pycache__)$/;
const NOT_CODE = /(\.pyc|\.mdb|\.mdb-lock|~|\.swp|\.tmp|\.new)$/;
/** More folders than this are not watched: each takes one of the system's watches. */
const MOST_FOLDERS = 2000;
/** An editor writes a file in several steps. */
const DEBOUNCE_MS = 100;

/** The folder and all folders in it that can hold code, but not the one that is written to. */
export function foldersIn(directory: string, buildDirectory: string): string[] {
  const folders = [directory];
  for (const folder of folders) {
    if (folders.length >= MOST_FOLDERS) break;
    const entries = readdirSync(folder, { withFileTypes: true });
    const inside = entries.filter((entry) => entry.isDirectory() && !NOT_WATCHED.test(entry.name));
    const paths = inside.map((entry) => join(folder, entry.name));
    folders.push(...paths.filter((path) => path !== resolve(buildDirectory)));
  }
  return folders;
}

/**
 * Calls back soon after something in one of the folders changed, once for changes that come
 * together. `folders` is asked again after each change. Answers how to stop.
 */
export function watchFolders(
  folders: () => readonly string[],
  options: { clock: Clock; onChange: () => void },
): () => void {
  const { clock, onChange } = options;
  const watchers = new Map<string, FSWatcher>();
  let timer: Timer | undefined;
  let stopped = false;
  const changed = (_event: string, name: string | Buffer | null) => {
    if (stopped || (name && (NOT_WATCHED.test(String(name)) || NOT_CODE.test(String(name)))))
      return;
    timer?.cancel();
    timer = clock.at(clock.now() + DEBOUNCE_MS, () => {
      if (stopped) return;
      follow();
      onChange();
    });
  };
  const follow = () => {
    const wanted = new Set(folders());
    for (const [folder, watcher] of watchers) {
      if (wanted.has(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of wanted) if (!watchers.has(folder)) add(folder);
  };
  const add = (folder: string) => {
    try {
      const watcher = watch(folder, { persistent: false }, changed);
      watcher.on('error', () => watcher.close());
      watchers.set(folder, watcher);
    } catch {
      // The folder went away in between; the change of the one above it was seen.
    }
  };
  follow();
  return () => {
    stopped = true;
    timer?.cancel();
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
  };
}
