import { readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import type { SourceText, Surroundings } from '../lint/linted-template.ts';

const PROGRAMS = ['.ts', '.mts', '.js', '.mjs', '.cjs', '.py', '.sh'];
/** Folders that hold what others wrote, or what was made of the sources. */
const LEFT_OUT = new Set(['node_modules', 'dist', 'build', 'venv', 'test', 'tests', '__pycache__']);
const MOST_FOLDERS = 200;
const MOST_FILES = 500;
const MOST_BYTES = 262_144;

/**
 * What lies around a template: any file by its path, and the programs in and below its folder, which
 * are looked for without following links.
 */
export function surroundingsOf(folder: string): Surroundings {
  let programs: readonly SourceText[] | undefined;
  return {
    read: (path) => readText(join(folder, path)),
    programs: () => {
      programs ??= findPrograms(folder);
      return programs;
    },
  };
}

function readText(path: string): string | undefined {
  try {
    const stats = statSync(path);
    return stats.isFile() && stats.size <= MOST_BYTES ? readFileSync(path, 'utf8') : undefined;
  } catch {
    // A file that cannot be read is a file that nothing is known about.
    return undefined;
  }
}

function findPrograms(root: string): SourceText[] {
  const found: SourceText[] = [];
  const folders = [root];
  for (let visited = 0; visited < MOST_FOLDERS && found.length < MOST_FILES; visited += 1) {
    const folder = folders.shift();
    if (folder === undefined) break;
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      const isOurs = !entry.name.startsWith('.') && !LEFT_OUT.has(entry.name);
      if (entry.isDirectory() && isOurs) folders.push(path);
      if (!entry.isFile() || !PROGRAMS.includes(extname(path)) || /\.test\./.test(path)) continue;
      const text = readText(path);
      if (text !== undefined) found.push({ path: relative(root, path), text });
    }
  }
  return found;
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
