import { expect, test } from 'vitest';
import type { Put } from '../ledger.ts';
import { put, SHARD, shard } from './forged.suite.ts';
import { checkStream, type ReadRecord } from './streams.ts';

const laws = (puts: readonly Put[], records: readonly ReadRecord[], more: object = {}) => [
  ...new Set(
    checkStream({ streamName: 'stream', puts, shards: new Map([[SHARD, records]]), ...more }).map(
      ({ law }) => law,
    ),
  ),
];

const PUTS = [put(['one.1.0', 'one.1.1'], 1), put(['one.2.0'], 3)];

test('what was answered and is there is in order', () => {
  expect(laws(PUTS, shard('one.1.0', 'one.1.1', 'one.2.0'))).toEqual([]);
});

test('an unanswered request may be there or not', () => {
  const puts = [...PUTS, put(['one.3.0', 'one.3.1'])];
  expect(laws(puts, shard('one.1.0', 'one.1.1', 'one.2.0'))).toEqual([]);
  expect(laws(puts, shard('one.1.0', 'one.1.1', 'one.2.0', 'one.3.0', 'one.3.1'))).toEqual([]);
});

test('a lost record is caught', () => {
  expect(laws(PUTS, shard('one.1.0', 'one.1.1'))).toEqual([
    'an acknowledged record is readable where the answer says',
  ]);
});

test('a record at another place than answered is caught', () => {
  expect(laws(PUTS, shard('one.1.0', 'one.1.1', undefined, 'one.2.0'))).toEqual([
    'an acknowledged record is readable where the answer says',
  ]);
});

test('a request that is there in part is caught', () => {
  const puts = [...PUTS, put(['one.3.0', 'one.3.1'])];
  expect(laws(puts, shard('one.1.0', 'one.1.1', 'one.2.0', 'one.3.0'))).toEqual([
    'a request that was not answered is there as a whole, or not at all',
  ]);
});

test('a doubled record is caught', () => {
  expect(laws(PUTS, shard('one.1.0', 'one.1.1', 'one.2.0', 'one.2.0'))).toContain(
    'a stream holds what was put, once',
  );
});

test('a record that nobody put, or that is damaged, is caught', () => {
  const records = shard('one.1.0', 'one.1.1', 'one.2.0');
  const law = ['a stream holds what was put, once'];
  expect(laws(PUTS, [...records, ...shard(undefined, undefined, undefined, 'two.1.0')])).toEqual(
    law,
  );
  const damaged = { sequenceNumber: '4', id: undefined, arrivalMs: 0 };
  expect(laws(PUTS, [...records, damaged])).toEqual(law);
});

test('a doubled number is caught, in one shard and in two', () => {
  const law = 'sequence numbers increase, and none is given twice';
  const records = shard('one.1.0', 'one.1.1', 'one.2.0');
  const again = { id: 'two.1.0', sequenceNumber: '3', arrivalMs: 0 };
  expect(laws([...PUTS, put(['two.1.0'])], [...records, again])).toEqual([law]);
  const shards = new Map([
    [SHARD, records],
    ['shardId-000000000001', [again]],
  ]);
  expect(laws([...PUTS, put(['two.1.0'])], records, { shards })).toEqual([law]);
});

test('numbers are compared as numbers', () => {
  const at = (place: number, id: string) => ({ id, sequenceNumber: `${place}`, arrivalMs: 0 });
  const puts = [put(['one.1.0', 'one.1.1'], 9)];
  expect(laws(puts, [at(9, 'one.1.0'), at(10, 'one.1.1')])).toEqual([]);
  expect(laws(puts, [at(10, 'one.1.1'), at(9, 'one.1.0')])).toContain(
    'sequence numbers increase, and none is given twice',
  );
});

test('records of a producer in the wrong order are caught', () => {
  const puts = [put(['one.2.0'], 1), put(['one.1.0'], 2)];
  expect(laws(puts, shard('one.2.0', 'one.1.0'))).toEqual([
    'the records of a producer are in order',
  ]);
});

test('what reached the end of its retention may be gone', () => {
  const mayBeGone = ({ worldMs = 0 }: Put) => worldMs < 100;
  const puts = [put(['one.1.0'], 1, { worldMs: 99 }), put(['one.2.0'], 2, { worldMs: 100 })];
  expect(laws(puts, shard(undefined, 'one.2.0'), { mayBeGone })).toEqual([]);
  expect(laws(puts, shard('one.1.0'), { mayBeGone })).toEqual([
    'an acknowledged record is readable where the answer says',
  ]);
});

test('what is read again after the end of its retention is caught', () => {
  const [first, second] = shard('one.1.0', 'one.2.0') as [ReadRecord, ReadRecord];
  const puts = [put(['one.1.0'], 1), put(['one.2.0'], 2)];
  const records = [
    { ...first, arrivalMs: 99 },
    { ...second, arrivalMs: 100 },
  ];
  expect(laws(puts, records, { oldestMs: 100 })).toEqual([
    'what reached the end of its retention stays away',
  ]);
});
