import { type FSWatcher, statSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Looking again finds what came before its folder was watched; so often, that is enough. */
const MOST_ROUNDS = 10;

interface Watch {
  readonly watcher: FSWatcher;
  /** Tells the folder from a later one of its name, of which the system would tell nothing. */
  readonly identity: string;
}

/** What counts in a folder: all that is in it, and entries that lead to folders not there yet. */
interface Interest {
  readonly everything: boolean;
  readonly entries: ReadonlySet<string>;
}

export interface FolderWatchesOptions {
  /** Called for each change; `name` is absent when folders themselves may have come or gone. */
  readonly onChange: (name?: string) => void;
  readonly warn: (message: string) => void;
}

/**
 * The system's watches over some folders. A folder that is not there is waited for: the nearest
 * one above it is watched in its place, for the entry that leads to it.
 */
export class FolderWatches {
  readonly #options: FolderWatchesOptions;
  readonly #watches = new Map<string, Watch>();
  /** Folders that the system refused to watch, of which its user knows. */
  readonly #refused = new Set<string>();
  #interests = new Map<string, Interest>();

  constructor(options: FolderWatchesOptions) {
    this.#options = options;
  }

  /** Watches the folders that `folders` answers now, and no others. */
  follow(folders: () => readonly string[]): void {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      this.#interests = interestsIn(folders());
      for (const [folder, { identity }] of this.#watches) {
        if (!this.#interests.has(folder) || identityOf(folder) !== identity) this.#drop(folder);
      }
      const missing = [...this.#interests.keys()].filter((folder) => !this.#watches.has(folder));
      for (const folder of missing) this.#add(folder);
      if (missing.length === 0) return;
    }
  }

  close(): void {
    for (const folder of [...this.#watches.keys()]) this.#drop(folder);
  }

  #add(folder: string): void {
    const identity = identityOf(folder);
    // It went away in between; the next round finds what is to be watched in its place.
    if (identity === undefined) return;
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) =>
        this.#hear(folder, name === null ? undefined : String(name)),
      );
      watcher.on('error', () => this.#drop(folder));
      this.#watches.set(folder, { watcher, identity });
    } catch (error) {
      if (identityOf(folder) !== identity || this.#refused.has(folder)) return;
      this.#refused.add(folder);
      this.#options.warn(`Changes in ${folder} are not seen: ${(error as Error).message}`);
    }
  }

  #drop(folder: string): void {
    this.#watches.get(folder)?.watcher.close();
    this.#watches.delete(folder);
  }

  #hear(folder: string, name: string | undefined): void {
    const interest = this.#interests.get(folder);
    // What happens to the folder itself comes under its own name.
    const isFolder = name === undefined || name === basename(folder) || interest?.entries.has(name);
    if (isFolder) this.#options.onChange();
    else if (interest?.everything) this.#options.onChange(name);
  }
}

function interestsIn(folders: readonly string[]): Map<string, Interest> {
  const interests = new Map<string, Interest>();
  for (const folder of folders) {
    const { nearest, entry } = nearestOf(folder);
    const { everything = false, entries = [] } = interests.get(nearest) ?? {};
    interests.set(nearest, {
      everything: everything || entry === undefined,
      entries: new Set(entry === undefined ? entries : [...entries, entry]),
    });
  }
  return interests;
}

/** The folder, or the nearest one above it that is there with the entry that leads to it. */
function nearestOf(folder: string): { nearest: string; entry?: string } {
  const above = dirname(folder);
  if (above === folder || identityOf(folder) !== undefined) return { nearest: folder };
  const { nearest, entry = basename(folder) } = nearestOf(above);
  return { nearest, entry };
}

/** What only this very folder has; undefined when there is none that can be looked at. */
function identityOf(folder: string): string | undefined {
  try {
    const stats = statSync(folder);
    return stats.isDirectory() ? `${stats.dev} ${stats.ino} ${stats.birthtimeMs}` : undefined;
  } catch {
    return undefined;
  }
}
