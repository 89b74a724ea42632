import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { META, NO_PAGE, NOT_SYNCED, readCount, TREE } from './lmdb-file-layout.ts';

/** What a snapshot says about one of its trees. */
export interface TreeRecord {
  readonly padding: number;
  readonly flags: number;
  readonly depth: number;
  readonly branches: number;
  readonly leaves: number;
  readonly overflows: number;
  readonly entries: number;
  readonly root: number;
}

/** A state of the store, as one transaction left it. */
export interface Snapshot {
  readonly free: TreeRecord;
  readonly main: TreeRecord;
  readonly lastPage: number;
  readonly transaction: number;
  /** Which start of the machine it was written in; 0 when the system does not tell. */
  readonly boot: number;
}

/** The three snapshots of a file. */
export interface Snapshots {
  readonly even: Snapshot;
  readonly odd: Snapshot;
  /** The last one that is known to be on the disk. */
  readonly synced: Snapshot;
}

/** Reads a snapshot that begins at a place. */
export function readSnapshot(bytes: Buffer, at: number): Snapshot {
  return {
    free: readTree(bytes, at + META.freeTree),
    main: readTree(bytes, at + META.mainTree),
    lastPage: readCount(bytes, at + META.lastPage),
    transaction: readCount(bytes, at + META.transaction),
    boot: readCount(bytes, at + META.boot),
  };
}

function readTree(bytes: Buffer, at: number): TreeRecord {
  return {
    padding: bytes.readUInt32LE(at + TREE.padding),
    flags: bytes.readUInt16LE(at + TREE.flags),
    depth: bytes.readUInt16LE(at + TREE.depth),
    branches: readCount(bytes, at + TREE.branches),
    leaves: readCount(bytes, at + TREE.leaves),
    overflows: readCount(bytes, at + TREE.overflows),
    entries: readCount(bytes, at + TREE.entries),
    root: readCount(bytes, at + TREE.root),
  };
}

/**
 * The snapshot that the package opens a store with: the newest, unless the machine was started anew
 * since and it may not have reached the disk; then an older one.
 */
export function chooseSnapshot({ even, odd, synced }: Snapshots, boot: number): Snapshot {
  return choose(choose(even, odd, boot), synced, boot);
}

function choose(first: Snapshot, second: Snapshot, boot: number): Snapshot {
  if (second.transaction === 0) return first;
  const isSecondNewer = second.transaction > first.transaction;
  const newer = isSecondNewer ? second : first;
  if (isOfBoot(newer, boot) || (newer.free.flags & NOT_SYNCED) === 0) return newer;
  return first.transaction > second.transaction ? second : first;
}

function isOfBoot(snapshot: Snapshot, boot: number): boolean {
  return boot !== 0 && snapshot.boot === boot;
}

/**
 * What cannot be in snapshots that the package wrote, or undefined. Transactions with even numbers
 * are written to page 0, the others to page 1, in turn.
 */
export function contradiction(
  { even, odd, synced }: Snapshots,
  { chosen, boot }: { chosen: Snapshot; boot: number },
): string | undefined {
  const { pageBytes, flags } = { pageBytes: even.free.padding, flags: even.free.flags };
  for (const snapshot of [even, odd, synced]) {
    if (snapshot === synced && synced.transaction === 0) continue;
    if (snapshot.free.padding !== pageBytes) return 'They disagree about the size of a page.';
    if (((snapshot.free.flags ^ flags) & ~NOT_SYNCED) !== 0) return 'They disagree about options.';
  }
  if (even.transaction % 2 !== 0 || (odd.transaction % 2 !== 1 && odd.transaction !== 0)) {
    return 'The numbers of their transactions are wrong.';
  }
  const newest = Math.max(even.transaction, odd.transaction);
  if (synced.transaction > newest) return 'The numbers of their transactions are wrong.';
  // After the machine went down, one of them may have reached the disk long before the other.
  const inTurn = Math.abs(even.transaction - odd.transaction) === 1 || newest === 0;
  if (chosen.transaction === newest && isOfBoot(chosen, boot) && !inTurn) {
    return 'The numbers of their transactions are wrong.';
  }
  return contradictionIn(chosen);
}

function contradictionIn({ main, free, lastPage }: Snapshot): string | undefined {
  if (main.flags !== 0 || main.padding !== 0) return 'The entries have an unknown order.';
  if (!Number.isFinite(lastPage)) return 'The number of the last page is wrong.';
  for (const tree of [main, free]) {
    const isEmpty = tree.root === NO_PAGE;
    if (isEmpty !== (tree.depth === 0)) return 'The depth of a tree is wrong.';
  }
  return undefined;
}

/**
 * Which start of the machine this is, in the form in which the package notes it: the first 32 bits
 * of the system's identifier. 0 where it asks the system for none, or is told to open only what is
 * known to be on the disk.
 */
export function currentBoot(): number {
  if (process.env.LMDB_RESTORE === 'safe') return 0;
  try {
    return Number.parseInt(BOOT_IDENTIFIER[process.platform]?.() ?? '0', 16) || 0;
  } catch {
    return 0;
  }
}

const BOOT_IDENTIFIER: Partial<Record<NodeJS.Platform, () => string>> = {
  linux: () => readFileSync('/proc/sys/kernel/random/boot_id', 'latin1'),
  darwin: () => execFileSync('sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'latin1' }),
};
