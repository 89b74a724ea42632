import { describe, expect, test } from 'vitest';
import { NOT_SYNCED } from './lmdb-file-layout.ts';
import { chooseSnapshot, contradiction, type Snapshot } from './lmdb-file-snapshot.ts';

const NOW = 7;
const BEFORE = 6;
const tree = { padding: 0, flags: 0, depth: 1, branches: 0, leaves: 1, overflows: 0, entries: 1 };

function snapshot(
  transaction: number,
  { boot = NOW, synced = false, pageBytes = 4096, flags = 0, root = 9 } = {},
): Snapshot {
  const freeFlags = synced ? 8 : 8 | NOT_SYNCED;
  return {
    free: { ...tree, padding: pageBytes, flags: freeFlags, root: 3 },
    main: { ...tree, flags, root },
    lastPage: 20,
    transaction,
    boot,
  };
}

describe('LMDB opens', () => {
  const old = { boot: BEFORE };
  const safe = { boot: BEFORE, synced: true };
  const none = snapshot(0, { boot: 0, synced: true });
  test.each([
    ['a new store, with nothing', none, none, none, 0],
    ['the first transaction', none, snapshot(1), none, 1],
    ['the newest that the running machine wrote', snapshot(8), snapshot(9), snapshot(5), 9],
    ['the newest, when that was synced', snapshot(8, old), snapshot(9, safe), none, 9],
    [
      'the synced one after the power went',
      snapshot(8, old),
      snapshot(9, old),
      snapshot(5, safe),
      5,
    ],
    [
      'the older one, when the synced is newer',
      snapshot(8, old),
      snapshot(9, old),
      snapshot(9, safe),
      9,
    ],
    ['the older one, when none is known to be synced', snapshot(8, old), snapshot(9, old), none, 8],
  ])('%s', (_, even, odd, synced, expected) => {
    expect(chooseSnapshot({ even, odd, synced }, NOW).transaction).toBe(expected);
  });

  test('what was synced, where the system does not say when it was started', () => {
    const all = { even: snapshot(8, { boot: 0 }), odd: snapshot(9, { boot: 0 }) };
    const synced = snapshot(6, { boot: 0, synced: true });
    expect(chooseSnapshot({ ...all, synced }, 0).transaction).toBe(6);
  });
});

describe('snapshots contradict each other', () => {
  const whatIsWrong = (even: Snapshot, odd: Snapshot, synced = snapshot(7, { synced: true })) => {
    const all = { even, odd, synced };
    return contradiction(all, { chosen: chooseSnapshot(all, NOW), boot: NOW });
  };

  test('not when they are in turn', () => {
    expect(whatIsWrong(snapshot(8), snapshot(9))).toBeUndefined();
    expect(whatIsWrong(snapshot(10), snapshot(9))).toBeUndefined();
  });

  test('not after the power went, when one of them had not reached the disk', () => {
    const old = { boot: BEFORE };
    expect(whatIsWrong(snapshot(4, old), snapshot(9, old), snapshot(3, old))).toBeUndefined();
  });

  test.each([
    ['not in turn', snapshot(12), snapshot(9), 'numbers of their transactions'],
    ['on the wrong page', snapshot(9), snapshot(10), 'numbers of their transactions'],
    ['older than what is synced', snapshot(4), snapshot(5), 'numbers of their transactions'],
    ['other pages', snapshot(8, { pageBytes: 8192 }), snapshot(9), 'the size of a page'],
    ['another order', snapshot(8), snapshot(9, { flags: 4 }), 'unknown order'],
    ['a tree without root', snapshot(8), snapshot(9, { root: -1 }), 'The depth of a tree'],
  ])('when one has %s', (_, even, odd, what) => {
    expect(whatIsWrong(even, odd)).toContain(what);
  });
});
