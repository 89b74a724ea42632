import { open, type RootDatabase } from 'lmdb';

/** LMDB, with bytes for keys and values, so that both are laid out here and nowhere else. */
export type Lmdb = RootDatabase<Buffer, Buffer>;

/**
 * Opens or creates a file. Commits wait for the disk in the background and in their order, so that a
 * power cut leaves the file as it was after one of them.
 */
export function openLmdb(path: string): Lmdb {
  const options = { noSubdir: true, encoding: 'binary', keyEncoding: 'binary' } as const;
  return open<Buffer, Buffer>({ path, ...options, overlappingSync: true });
}
