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
  return open<Buffer, Buffer>({
    path,
    ...options,
    overlappingSync: true,
    eventTurnBatching: false,
  });
}
