import { HEADER, NO_PAGE, OVERFLOW_REFERENCE_BYTES, PAGE, readCount } from './lmdb-file-layout.ts';
import {
  childOf,
  isInOverflow,
  type Node,
  NodeCheck,
  nodeAt,
  valueAt,
  valueBytesOf,
} from './lmdb-file-nodes.ts';
import type { LmdbPages, Page, Run } from './lmdb-file-pages.ts';
import type { TreeRecord } from './lmdb-file-snapshot.ts';

/** LMDB goes no deeper; more could not be filled on any disk. */
const DEEPEST = 32;

/** What a snapshot says how many there are of in a tree. */
type Counted = 'branches' | 'leaves' | 'overflows' | 'entries';

/** What a tree is like: that of the entries, or that of what is free. */
export interface TreeKind {
  /** For what is said to people. */
  readonly name: string;
  /** How few children a branch can have. */
  readonly fewestChildren: number;
  compare(a: Node, b: Node): number;
  /** Is shown every entry; `run` is where its value is, when that is not in the leaf. */
  readonly onEntry?: (entry: Node, run: Run | undefined) => void;
}

interface Place {
  readonly depth: number;
  /** The transaction that wrote the parent: a child is never newer. */
  readonly newest: number;
  /** The key from which on the keys of the page may begin, and that before which they end. */
  readonly from: Node | undefined;
  readonly to: Node | undefined;
}

/** A way through all pages of a tree that looks whether they are what LMDB relies on. */
export class LmdbTree {
  readonly #pages: LmdbPages;
  readonly #record: TreeRecord;
  readonly #kind: TreeKind;
  readonly #nodes: NodeCheck;
  /** Memory for the page at each depth. */
  readonly #memory: Page[];
  readonly #found: Record<Counted, number> = { branches: 0, leaves: 0, overflows: 0, entries: 0 };
  #newest = 0;

  constructor(pages: LmdbPages, record: TreeRecord, kind: TreeKind) {
    this.#pages = pages;
    this.#record = record;
    this.#kind = kind;
    this.#nodes = new NodeCheck(pages.pageBytes);
    this.#memory = Array.from({ length: Math.min(record.depth, DEEPEST) }, () => pages.allocate());
  }

  /**
   * Walks it, and answers the newest transaction that wrote one of its pages, 0 when it has none.
   *
   * @throws StoreError Damaged
   */
  check(transaction: number): number {
    const { root, depth } = this.#record;
    if (depth > DEEPEST) throw this.#pages.damage(`The tree of ${this.#kind.name} is too deep.`);
    if (root !== NO_PAGE) {
      this.#visit(root, { depth: 0, newest: transaction, from: undefined, to: undefined });
    }
    for (const [what, found] of Object.entries(this.#found)) {
      const expected = this.#record[what as Counted];
      if (found === expected) continue;
      const { name } = this.#kind;
      throw this.#pages.damage(`Of ${name}, there are ${found} ${what}, not ${expected}.`);
    }
    return this.#newest;
  }

  #visit(number: number, place: Place): void {
    this.#pages.claim(number);
    const isLeaf = place.depth === this.#record.depth - 1;
    const page = this.#pages.read(number, this.#memory[place.depth] as Page);
    const { bytes } = page;
    if (bytes.readUInt16LE(HEADER.flags) !== (isLeaf ? PAGE.leaf : PAGE.branch)) {
      throw this.#pages.damage(`It should be a ${isLeaf ? 'leaf' : 'branch'}, and is not.`, number);
    }
    const transaction = readCount(bytes, HEADER.transaction);
    if (!(transaction > 0 && transaction <= place.newest)) {
      throw this.#pages.damage('It is newer than what leads to it.', number);
    }
    this.#newest = Math.max(this.#newest, transaction);
    const count = this.#nodes.count(page, isLeaf ? 'leaf' : 'branch');
    if (typeof count === 'string') throw this.#pages.damage(count, number);
    if (isLeaf) this.#leaf(page, count, place);
    else this.#branch(page, count, { ...place, newest: transaction });
  }

  #leaf(page: Page, count: number, { from, to }: Place): void {
    this.#found.leaves++;
    this.#found.entries += count;
    if (count === 0) throw this.#pages.damage('It has no entries.', page.number);
    this.#checkOrder(page, { first: 0, count, from, to });
    for (let index = 0; index < count; index++) {
      const at = nodeAt(page, index);
      const run = isInOverflow(page, at) ? this.#run(page, at) : undefined;
      this.#kind.onEntry?.({ page, at }, run);
    }
  }

  #branch(page: Page, count: number, place: Place): void {
    this.#found.branches++;
    if (count < this.#kind.fewestChildren) {
      throw this.#pages.damage(`It leads to ${count} pages only.`, page.number);
    }
    // The first key of a branch is not kept: everything before the second is below it.
    this.#checkOrder(page, { first: 1, count, from: place.from, to: place.to });
    const { newest } = place;
    const depth = place.depth + 1;
    let from = place.from;
    for (let index = 0; index < count; index++) {
      const isLast = index === count - 1;
      const to = isLast ? place.to : { page, at: nodeAt(page, index + 1) };
      this.#visit(childOf(page, nodeAt(page, index)), { depth, newest, from, to });
      from = to;
    }
  }

  /** The keys of a page ascend, and are in the range that its parent says. */
  #checkOrder(
    page: Page,
    { first, count, from, to }: Pick<Place, 'from' | 'to'> & { first: number; count: number },
  ): void {
    if (first >= count) return;
    const { compare } = this.#kind;
    let before: Node | undefined;
    for (let index = first; index < count; index++) {
      const node = { page, at: nodeAt(page, index) };
      if (before && compare(before, node) >= 0) {
        throw this.#pages.damage('Its keys are out of order.', page.number);
      }
      if (!before && from && compare(from, node) > 0) {
        throw this.#pages.damage('It has keys of the page before it.', page.number);
      }
      before = node;
    }
    if (before && to && compare(before, to) >= 0) {
      throw this.#pages.damage('It has keys of the page after it.', page.number);
    }
  }

  #run(page: Page, at: number): Run {
    const start = valueAt(page, at);
    const first = readCount(page.bytes, start);
    const transaction = readCount(page.bytes, start + 8);
    const count = readCount(page.bytes, start + 16);
    if (valueBytesOf(page, at) > count * this.#pages.pageBytes - OVERFLOW_REFERENCE_BYTES) {
      throw this.#pages.damage('A long value does not fit in its pages.', page.number);
    }
    const run = { first, transaction, count };
    this.#pages.claimRun(run);
    this.#found.overflows += count;
    return run;
  }
}
