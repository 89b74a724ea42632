import { expect, test } from 'vitest';
import { checkShards, type ListedShard } from './shards.ts';

const LAST = 2n ** 128n - 1n;
const HALF = 2n ** 127n;

const listed = (
  shardId: string,
  [start, end]: readonly [bigint, bigint],
  rest: Partial<ListedShard> = {},
): ListedShard => ({
  shardId,
  startingHashKey: String(start),
  endingHashKey: String(end),
  parents: [],
  isClosed: false,
  ...rest,
});

const WHOLE = listed('a', [0n, LAST]);
const CLOSED = { ...WHOLE, isClosed: true };
const LEFT = listed('b', [0n, HALF - 1n], { parents: ['a'] });
const RIGHT = listed('c', [HALF, LAST], { parents: ['a'] });

const laws = (
  before: readonly ListedShard[],
  now: readonly ListedShard[],
  closed: readonly string[] = [],
) => checkShards({ before, now, closed: new Set(closed) }).map(({ law }) => law);

test('a split that took place as a whole, or not at all, is in order', () => {
  expect(laws([WHOLE], [WHOLE])).toEqual([]);
  expect(laws([WHOLE], [CLOSED, LEFT, RIGHT], ['a'])).toEqual([]);
});

test('a split that was answered and is gone is caught', () => {
  expect(laws([WHOLE], [WHOLE], ['a'])).toEqual(['a shard that was closed stays closed']);
});

test('half a split is caught', () => {
  expect(laws([WHOLE], [CLOSED, LEFT])).toEqual(['the open shards cover every hash key once']);
  expect(laws([WHOLE], [WHOLE, LEFT, RIGHT])).toContain(
    'the open shards cover every hash key once',
  );
  expect(laws([WHOLE], [WHOLE, LEFT, RIGHT])).toContain(
    'a shard has children only when it is closed',
  );
});

test('a shard that is gone, or another than it was, is caught', () => {
  const law = 'a shard stays, and what it covers';
  expect(laws([CLOSED, LEFT, RIGHT], [LEFT, RIGHT])).toContain(law);
  expect(laws([CLOSED, LEFT, RIGHT], [CLOSED, LEFT, { ...RIGHT, parents: [] }])).toEqual([law]);
});
