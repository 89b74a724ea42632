import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { checkFreePages } from './lmdb-file-free.ts';
import {
  HEADER,
  MAGIC,
  META,
  PAGE,
  PAGE_HEADER_BYTES,
  readCount,
  VERSION,
} from './lmdb-file-layout.ts';
import { compareKeys } from './lmdb-file-nodes.ts';
import { type Damage, LmdbPages } from './lmdb-file-pages.ts';
import {
  chooseSnapshot,
  contradiction,
  currentBoot,
  readSnapshot,
  type Snapshot,
  type Snapshots,
} from './lmdb-file-snapshot.ts';
import { LmdbTree, type TreeKind } from './lmdb-file-tree.ts';
import { StoreError } from './store-error.ts';

/** How often a file is looked at again because another process wrote to it meanwhile. */
const MOST_LOOKS = 5;

const ENTRIES: TreeKind = { name: 'entries', fewestChildren: 2, compare: compareKeys };
const HELP =
  'It was left as it is. Restore it from a copy, or choose another folder with --data and begin anew.';

/** The meta pages of a file, and how long it is. */
interface Head {
  readonly bytes: Buffer;
  readonly pageBytes: number;
  readonly fileBytes: number;
}

/**
 * Looks whether LMDB can rely on a file, because it does: LMDB maps the file into memory, and what
 * leads out of it, or is in the wrong place, ends the process or answers wrong data. Looks at all
 * branches, leaves and lists of free pages of the snapshot that LMDB will open; of values that are
 * too long for a leaf, only at their first page. What the values are is not looked at. Only reads;
 * no file, or an empty one, is a new store. A file that another process writes to is passed: who has
 * the store open is settled when it is opened.
 *
 * @throws StoreError ForeignFormat when it is no file of LMDB, Damaged; system errors
 */
export function checkLmdbFile(path: string): void {
  const file = openIfThere(path);
  if (file === undefined) return;
  try {
    for (let look = 0; look < MOST_LOOKS; look++) {
      const head = readHead(file, path);
      if (!head) return;
      try {
        checkPages(file, path, head);
        return;
      } catch (error) {
        // A snapshot is never changed, but its pages are used again once it is no longer needed.
        if (isUnchanged(file, path, head)) throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Reads the meta pages; undefined when the file is empty. */
function readHead(file: number, path: string): Head | undefined {
  const fileBytes = fstatSync(file).size;
  if (fileBytes === 0) return undefined;
  const first = Buffer.alloc(PAGE_HEADER_BYTES + META.bytes);
  const length = readSync(file, first, { position: 0 });
  const isLmdb =
    length === first.length &&
    first.readUInt32LE(PAGE_HEADER_BYTES + META.magic) === MAGIC &&
    first.readUInt32LE(PAGE_HEADER_BYTES + META.version) === VERSION;
  if (!isLmdb) {
    throw new StoreError(
      'ForeignFormat',
      `${path} is not a store of Sluicebox, or is damaged. It was left as it is. ` +
        'Move it away, or choose another folder with --data.',
    );
  }
  const pageBytes = readSnapshot(first, PAGE_HEADER_BYTES).free.padding;
  const isSize = pageBytes >= 512 && pageBytes <= 65536 && Number.isInteger(Math.log2(pageBytes));
  if (!isSize) throw damageOf(path)('The size of its pages is wrong.', 0);
  const bytes = Buffer.alloc(2 * pageBytes);
  if (readSync(file, bytes, { position: 0 }) < bytes.length) {
    throw damageOf(path)('The file ends in it.', 1);
  }
  return { bytes, pageBytes, fileBytes };
}

function isUnchanged(file: number, path: string, head: Head): boolean {
  const now = readHead(file, path);
  return now?.fileBytes === head.fileBytes && now.bytes.equals(head.bytes);
}

function checkPages(file: number, path: string, head: Head): void {
  const damage = damageOf(path);
  const end = Math.floor(head.fileBytes / head.pageBytes);
  const snapshot = snapshotOf(head, damage);
  const pages = new LmdbPages(file, { pageBytes: head.pageBytes, end }, damage);
  const newest = Math.max(
    new LmdbTree(pages, snapshot.main, ENTRIES).check(snapshot.transaction),
    checkFreePages(pages, snapshot),
  );
  // A transaction writes at least one page of its own, or is none.
  if (newest !== snapshot.transaction) {
    throw damage(`It should be as of transaction ${snapshot.transaction}, and is of ${newest}.`);
  }
}

/** The snapshot that LMDB will open. */
function snapshotOf({ bytes, pageBytes }: Head, damage: Damage): Snapshot {
  for (const page of [0, 1]) {
    const at = page * pageBytes;
    const isMeta =
      readCount(bytes, at + HEADER.number) === page &&
      bytes.readUInt16LE(at + HEADER.flags) === PAGE.meta &&
      bytes.readUInt32LE(at + PAGE_HEADER_BYTES + META.magic) === MAGIC &&
      bytes.readUInt32LE(at + PAGE_HEADER_BYTES + META.version) === VERSION;
    if (!isMeta) throw damage('It should be a meta page, and is not.', page);
  }
  const snapshotAt = (at: number) => readSnapshot(bytes, at + PAGE_HEADER_BYTES);
  const snapshots: Snapshots = {
    even: snapshotAt(0),
    odd: snapshotAt(pageBytes),
    synced: snapshotAt(pageBytes / 2),
  };
  const boot = currentBoot();
  const chosen = chooseSnapshot(snapshots, boot);
  const what = contradiction(snapshots, { chosen, boot });
  if (what) throw damage(`Its meta pages contradict each other, or themselves: ${what}`);
  return chosen;
}

function damageOf(path: string): Damage {
  return (what, page) => {
    const where = page === undefined ? '' : ` Page ${page}:`;
    return new StoreError('Damaged', `The store ${path} is damaged.${where} ${what} ${HELP}`);
  };
}
