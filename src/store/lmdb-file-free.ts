import { NODE_WORD, readCount } from './lmdb-file-layout.ts';
import { keyBytesOf, type Node, valueAt, valueBytesOf } from './lmdb-file-nodes.ts';
import type { LmdbPages, Run } from './lmdb-file-pages.ts';
import type { Snapshot } from './lmdb-file-snapshot.ts';
import { LmdbTree, type TreeKind } from './lmdb-file-tree.ts';

const ID_BYTES = 8;
/** How many new pages LMDB keeps in memory before it writes them. */
const MOST_PAGES_OF_A_TRANSACTION = 2 ** 17;

/** A row of free pages, and the page that says so. */
interface FreeRow {
  readonly first: number;
  readonly count: number;
  readonly saidBy: number;
}

/**
 * Walks the tree of free pages, when that of the entries was walked, and looks whether one is in
 * use, or listed twice: it would be written over. Answers the newest transaction that wrote a page of the tree.
 *
 * @throws StoreError Damaged
 */
export function checkFreePages(
  pages: LmdbPages,
  { free, lastPage, transaction }: Snapshot,
): number {
  const rows: FreeRow[] = [];
  const newest = new LmdbTree(pages, free, freeTree(pages, rows)).check(transaction);
  for (const { first, count, saidBy } of rows) {
    if (first + count - 1 > lastPage) {
      throw pages.damage(`It lists a free page after the last, which is ${lastPage}.`, saidBy);
    }
    // What is past the end of the file was never written, so nothing uses it.
    const end = Math.min(first + count, pages.end);
    if (first < end) pages.claim(first, end - first);
  }
  const lastFree = rows.reduce((last, { first, count }) => Math.max(last, first + count - 1), 0);
  if (lastPage > Math.max(pages.end, lastFree) + MOST_PAGES_OF_A_TRANSACTION) {
    throw pages.damage(`It is said to be the last, but the file has ${pages.end} pages.`, lastPage);
  }
  return newest;
}

/** The tree of free pages holds lists of them, by the transaction that freed them. */
function freeTree(pages: LmdbPages, rows: FreeRow[]): TreeKind {
  return {
    name: 'free pages',
    // LMDB lets a branch of this tree, and only of this one, lead to a single page.
    fewestChildren: 1,
    compare: (a, b) => transactionOf(pages, a) - transactionOf(pages, b),
    onEntry: (entry, run) => {
      transactionOf(pages, entry);
      rows.push(...readRows(pages, entry, listOf(pages, entry, run)));
    },
  };
}

function transactionOf(pages: LmdbPages, { page, at }: Node): number {
  const transaction = readCount(page.bytes, (at + NODE_WORD.key) * 2);
  if (keyBytesOf(page, at) === ID_BYTES && transaction > 0) return transaction;
  throw pages.damage('A list of free pages has no transaction.', page.number);
}

function listOf(pages: LmdbPages, { page, at }: Node, run: Run | undefined): Buffer {
  const bytes = valueBytesOf(page, at);
  if (run) return pages.readRun(run.first, bytes);
  const start = valueAt(page, at);
  return page.bytes.subarray(start, start + bytes);
}

/**
 * Reads a list: how many numbers follow, then numbers of single pages; or, in front of the number
 * of the first of several, how many they are, negative; or 0, which means nothing.
 */
function readRows(pages: LmdbPages, { page }: Node, list: Buffer): FreeRow[] {
  const saidBy = page.number;
  const wrong = () => pages.damage('A list of free pages is wrong.', saidBy);
  const length = list.length < ID_BYTES ? -1 : readCount(list, 0);
  if (length < 0 || (length + 1) * ID_BYTES > list.length) throw wrong();
  const rows: FreeRow[] = [];
  for (let index = 1; index <= length; index++) {
    const entry = Number(list.readBigInt64LE(index * ID_BYTES));
    if (entry === 0) continue;
    if (entry < 0) index++;
    if (index > length) throw wrong();
    const first = entry > 0 ? entry : Number(list.readBigInt64LE(index * ID_BYTES));
    if (first < 2) throw wrong();
    rows.push({ first, count: entry < 0 ? -entry : 1, saidBy });
  }
  return rows;
}
