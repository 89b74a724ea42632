import { getSystemErrorMap } from 'node:util';
import { open, type RootDatabase } from 'lmdb';

/** LMDB, with bytes for keys and values, so that both are laid out here and nowhere else. */
export type Lmdb = RootDatabase<Buffer, Buffer>;

/**
 * Opens or creates a file. Commits wait for the disk in the background and in their order, so that a
 * power cut leaves the file as it was after one of them. What is to be one transaction must be written
 * in `batch`: LMDB's way to gather what is written in one turn of the event loop has a promise of its
 * own, and when a commit fails, the process ends because nobody looks at it.
 */
export function openLmdb(path: string): Lmdb {
  const options = { noSubdir: true, encoding: 'binary', keyEncoding: 'binary' } as const;
  try {
    return open<Buffer, Buffer>({
      path,
      ...options,
      overlappingSync: true,
      eventTurnBatching: false,
    });
  } catch (error) {
    throw systemErrorOf(error as Error & { code?: unknown }, path);
  }
}

/** LMDB's package says the number of an error of the system, as Node.js says its name. */
function systemErrorOf(error: Error & { code?: unknown }, path: string): unknown {
  const [name] =
    [...getSystemErrorMap()].find(([number]) => number === -Number(error.code))?.[1] ?? [];
  if (name === undefined) return error;
  return Object.assign(new Error(`${name}: ${error.message}, ${path}`), { code: name, path });
}
