import { describe, expect, test } from 'vitest';
import type { Delivery } from '../delivery-log.ts';
import { checkDeliveries, type DeliveryEvidence } from './deliveries.ts';
import { delivery, idsUpTo, SHARD, shard } from './forged.suite.ts';

const laws = (deliveries: readonly Delivery[], more: Partial<DeliveryEvidence> = {}) =>
  checkDeliveries({
    functionName: 'consumer',
    lanes: 1,
    deliveries,
    shards: new Map([[SHARD, shard(...idsUpTo(12))]]),
    parents: new Map(),
    ...more,
  }).map(({ law }) => law);

const TOO_FAR_BACK = 'after a restart nothing is delivered again before the last batch under way';
const NOT_IN_ORDER = 'a lane goes through its records in order';

describe('one lane', () => {
  test('may be given the last batch again after a restart', () => {
    const before = [delivery([1, 2]), delivery([3, 4])];
    expect(laws([...before, delivery([3, 4, 5], { run: 2 })])).toEqual([]);
    expect(laws([...before, delivery([5, 6], { run: 2 })])).toEqual([]);
  });

  test('is not given again what was finished before the last batch', () => {
    const before = [delivery([1, 2]), delivery([3, 4])];
    expect(laws([...before, delivery([2, 3], { run: 2 })])).toEqual([TOO_FAR_BACK]);
    expect(laws([...before, delivery([3], { run: 2 }), delivery([2], { run: 3 })])).toEqual([
      TOO_FAR_BACK,
    ]);
  });

  test('retries, splits and keeps the rest of a batch in order', () => {
    const timeline = [[1, 2, 3, 4], [1, 2], [1, 2], [3, 4], [4], [5]].map((p) => delivery(p));
    expect(laws(timeline)).toEqual([]);
    expect(laws([...timeline, delivery([9]), delivery([6])])).toEqual([NOT_IN_ORDER]);
  });
});

describe('two lanes, told apart by their keys', () => {
  const key = (place: number) => (place % 2 === 0 ? 'even' : 'odd');
  const two = { lanes: 2 };
  const given = (places: readonly number[], run = 1) => delivery(places, { key, run });

  test('may be given again from the first record on that a lane had not finished', () => {
    const before = [given([1]), given([2, 4]), given([6, 8]), given([10])];
    expect(laws([...before, given([1], 2), given([4], 2)], two)).toEqual([]);
  });

  test('are not given again what lies before the first unfinished record', () => {
    const before = [given([1]), given([2, 4]), given([3, 5]), given([6, 8])];
    expect(laws([...before, given([3], 2), given([4], 2)], two)).toEqual([]);
    expect(laws([...before, given([2], 2)], two)).toEqual([TOO_FAR_BACK]);
  });

  test('wait for each other for what was read and not begun', () => {
    // 2 was never begun: everything behind it may come again.
    const before = [given([1]), given([3]), given([5]), given([7])];
    expect(laws([...before, given([3], 2)], two)).toEqual([]);
    expect(laws([...before, given([1], 2)], two)).toEqual([TOO_FAR_BACK]);
  });

  test('may be given once more what only an earlier run had finished', () => {
    // 1 held the checkpoint back in the first run; in the second, 4 was not finished again.
    const first = [given([1]), given([2, 4]), given([6, 8])];
    const second = [given([1], 2), given([2, 4], 2), given([3], 2), given([4], 2), given([5], 2)];
    expect(laws([...first, ...second, given([4], 3), given([5], 3)], two)).toEqual([]);
    expect(laws([...first, ...second, given([2, 4], 3)], two)).toEqual([TOO_FAR_BACK]);
  });

  test('keep the order of a key', () => {
    expect(laws([given([1]), given([4]), given([3]), given([2])], two)).toEqual([NOT_IN_ORDER]);
  });
});

test('a delivered record that the stream lost, or gave to another, is caught', () => {
  const law = 'a record that was delivered stays in the stream, under its number';
  const shards = new Map([[SHARD, shard(...idsUpTo(4), 'two.1.0')]]);
  expect(laws([delivery([4, 5])], { shards })).toEqual([law]);
  expect(laws([delivery([4, 5, 6])], { shards })).toEqual([law, law]);
});

test('what was delivered and then reached the end of its retention is no loss', () => {
  const shards = new Map([[SHARD, shard(...idsUpTo(4)).slice(2)]]);
  expect(laws([delivery([1, 2, 3])], { shards, isTrimmed: true })).toEqual([]);
  expect(laws([delivery([3, 4, 5])], { shards, isTrimmed: true })).toHaveLength(1);
});

test('a parent that is delivered after its child was begun is caught', () => {
  const child = 'shardId-000000000001';
  const parents = new Map([[child, [SHARD]]]);
  const shards = new Map([
    [SHARD, shard(...idsUpTo(4))],
    [child, shard(...idsUpTo(9)).slice(7)],
  ]);
  const ofChild = delivery([8], { shardId: child });
  expect(laws([delivery([1, 2]), ofChild], { shards, parents })).toEqual([]);
  expect(laws([delivery([1, 2]), ofChild, delivery([3])], { shards, parents })).toEqual([
    'no record of a shard is delivered once one of its children was begun',
  ]);
});
