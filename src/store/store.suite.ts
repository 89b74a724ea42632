import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { entriesOf } from './entries.suite.ts';
import type { Key, Store } from './store.ts';

/** What every store must do. `create` makes an empty one; `dispose` ends it. */
export function describeStore(
  name: string,
  create: () => { store: Store; dispose: () => Promise<void> },
): void {
  describe(name, () => {
    let store: Store;
    let dispose: () => Promise<void>;
    beforeEach(() => {
      ({ store, dispose } = create());
    });
    afterEach(() => dispose());

    const keys = (range: Parameters<Store['range']>[0]) =>
      [...store.range(range)].map((entry) => entry.key);
    const fill = (...all: Key[]) =>
      store.transact((transaction) => {
        for (const key of all) transaction.put(key, key.join('/'));
      });

    test('keeps values of every kind that MessagePack carries', async () => {
      const value = { text: 'ü', bytes: Buffer.from([0, 255]), list: [1, 2.5, null], flag: true };
      await store.transact((transaction) => transaction.put(['a'], value));
      expect(store.get(['a'])).toEqual(value);
      expect(store.get(['b'])).toBeUndefined();
    });

    test('keeps names as they are, whatever they mean to JavaScript', async () => {
      const value = JSON.parse('{"tags": [{"__proto__": {"a": null}, "constructor": 1}], "n": {}}');
      await store.transact((transaction) => transaction.put(['a'], value));
      expect(JSON.stringify(store.get(['a']))).toBe(JSON.stringify(value));
      expect(({} as { a?: unknown }).a).toBeUndefined();
    });

    test('answers bytes that later reads leave alone', async () => {
      await store.transact((transaction) => {
        transaction.put(['a'], Buffer.from('first'));
        transaction.put(['b'], Buffer.from('other'));
      });
      const first = store.get<Uint8Array>(['a']) as Uint8Array;
      for (let reads = 0; reads < 100; reads++) store.get(['b']);
      expect(Buffer.from(first).toString()).toBe('first');
    });

    test('answers ranges in order: integers by value, before strings, short keys first', async () => {
      const ordered: Key[] = [
        ['a'],
        ['a', 2],
        ['a', 10],
        ['a', 10, 'x'],
        ['a', 2 ** 40],
        ['a', 'A'],
        ['a', 'a'],
        ['a', 'ab'],
      ];
      await fill(...ordered.toReversed(), ['b'], ['aa', 1]);
      expect(keys({ prefix: ['a'] })).toEqual(ordered);
      expect(keys({ prefix: ['a'], reverse: true })).toEqual(ordered.toReversed());
    });

    test('bounds a range by from (inclusive), to (exclusive) and limit, both ways', async () => {
      await fill(...[1, 2, 3, 4, 5].map((n) => ['a', n]));
      const range = { prefix: ['a'], from: ['a', 2], to: ['a', 5] };
      expect(keys(range)).toEqual([
        ['a', 2],
        ['a', 3],
        ['a', 4],
      ]);
      expect(keys({ ...range, reverse: true })).toEqual([
        ['a', 4],
        ['a', 3],
        ['a', 2],
      ]);
      expect(keys({ ...range, limit: 1 })).toEqual([['a', 2]]);
      expect(keys({ ...range, limit: 1, reverse: true })).toEqual([['a', 4]]);
      expect(keys({ ...range, limit: 0 })).toEqual([]);
    });

    test('lets a transaction see its own writes, and others only once it is committed', async () => {
      await fill(['a', 1]);
      const seen = await store.transact((transaction) => {
        transaction.put(['a', 2], 'new');
        transaction.remove(['a', 1]);
        return entriesOf(transaction.range({ prefix: ['a'] }));
      });
      expect(seen).toEqual([{ key: ['a', 2], value: 'new' }]);
      expect(entriesOf(store.range({ prefix: ['a'] }))).toEqual(seen);
    });

    test('keeps nothing of a transaction that throws, and makes none of its calls', async () => {
      await fill(['a', 1]);
      let called = false;
      const failing = store.transact((transaction) => {
        transaction.afterCommit(() => {
          called = true;
        });
        transaction.put(['a', 1], 'changed');
        transaction.put(['a', 2], 'added');
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      expect(called).toBe(false);
      expect(entriesOf(store.range({ prefix: ['a'] }))).toEqual([{ key: ['a', 1], value: 'a/1' }]);
    });

    test('keeps what somebody has in a transaction for as long as that runs', async () => {
      const [one, other] = [{}, {}];
      const ask = (owner: object) =>
        store.transact((transaction) => {
          const created = transaction.own(owner, () => ({ owner }));
          expect(transaction.own(owner, () => ({ owner: 'another' }))).toBe(created);
          expect(transaction.own(one === owner ? other : one, () => [])).toEqual([]);
          return created;
        });
      expect(await ask(one)).toEqual({ owner: one });
      expect(await ask(one)).not.toBe(await ask(one));
    });

    test('calls before the commit, in order, what may still write, and be refused', async () => {
      const calls: string[] = [];
      await store.transact((transaction) => {
        transaction.afterCommit(() => calls.push('committed'));
        transaction.beforeCommit(() => {
          calls.push('first');
          transaction.put(['a'], 'late');
          transaction.afterCommit(() => calls.push('committed, too'));
          transaction.beforeCommit(() => calls.push('third'));
        });
        transaction.beforeCommit(() => calls.push('second'));
        expect(calls).toEqual([]);
      });
      expect(calls).toEqual(['first', 'second', 'third', 'committed', 'committed, too']);
      expect(store.get(['a'])).toBe('late');

      const refused = store.transact((transaction) => {
        transaction.beforeCommit(() => {
          transaction.put(['a'], 'never');
          throw new Error('no');
        });
      });
      await expect(refused).rejects.toThrow('no');
      expect(store.get(['a'])).toBe('late');
    });

    test('calls after the commit, in order, when the writes can be read', async () => {
      const calls: unknown[] = [];
      const committed = store.transact((transaction) => {
        transaction.put(['a'], 1);
        transaction.afterCommit(() => calls.push(store.get(['a'])));
        transaction.afterCommit(() => calls.push('second'));
        expect(calls).toEqual([]);
      });
      expect(calls).toEqual([1, 'second']);
      await committed;
    });

    test('refuses to work once it is closed', async () => {
      await store.close();
      await expect(store.transact(() => {})).rejects.toThrow('closed');
    });

    test('agrees with a plain map over any history', async () => {
      const part = fc.oneof(fc.nat(3), fc.constantFrom('a', 'b', 'é', '\u{1f600}', '\uffee'));
      const key = fc.array(part, { minLength: 1, maxLength: 3 });
      const write = fc.record({ key, value: fc.option(fc.nat()) });
      await fc.assert(
        fc.asyncProperty(fc.array(write, { maxLength: 40 }), async (writes) => {
          const model = new Map<string, [Key, number]>();
          await store.transact((transaction) => {
            for (const { key: old } of [...store.range({ prefix: ['run'] })])
              transaction.remove(old);
          });
          for (const { key: suffix, value } of writes) {
            const full: Key = ['run', ...suffix];
            if (value === null) model.delete(JSON.stringify(full));
            else model.set(JSON.stringify(full), [full, value]);
            await store.transact((transaction) =>
              value === null ? transaction.remove(full) : transaction.put(full, value),
            );
          }
          const expected = [...model.values()].sort(([a], [b]) => compareKeys(a, b));
          const found = [...store.range({ prefix: ['run'] })];
          expect(found.map((entry) => [entry.key, entry.value])).toEqual(expected);
        }),
        { numRuns: 60 },
      );
    });
  });
}

function compareKeys(a: Key, b: Key): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const [left, right] = [a[index] as string | number, b[index] as string | number];
    if (left === right) continue;
    if (typeof left === 'number' && typeof right === 'number') return left - right;
    if (typeof left === 'number') return -1;
    if (typeof right === 'number') return 1;
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  }
  return a.length - b.length;
}
