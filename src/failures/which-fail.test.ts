import { expect, test } from 'vitest';
import { message as kplMessage } from '../event-source-mapping/kpl-encode.suite.ts';
import { failuresById, matchesFilter } from './choose-failures.ts';
import { expandRecords } from './decode-data.ts';
import { failureOf } from './redrive-world.suite.ts';
import { whichFail } from './which-fail.ts';

const recordOf = (sequenceNumber: string) => ({
  sequenceNumber,
  partitionKey: 'k',
  data: Buffer.from('x'),
  approximateArrivalTimestamp: 0,
});

test('a record that was alone is the one', () => {
  expect(whichFail(failureOf(1, 1), [recordOf('1')], undefined).indexes).toEqual([0]);
});

test('records that the error names are the ones', () => {
  const records = ['101', '102', '103'].map(recordOf);
  expect(whichFail(failureOf(1, 3), records, 'Record 102: no').indexes).toEqual([1]);
});

test('a function that returned and failed named the first record itself', () => {
  const failure = failureOf(1, 3, { raw: '{"responseContext":{"statusCode":200}}' });
  expect(whichFail(failure, ['1', '2'].map(recordOf), undefined).indexes).toEqual([0]);
});

test('nothing is claimed of a batch that threw, nor of records that were too old', () => {
  const records = ['1', '2'].map(recordOf);
  const thrown = failureOf(1, 2, { functionError: 'Unhandled' });
  expect(whichFail(thrown, records, 'Error: no').indexes).toEqual([]);
  const old = failureOf(1, 1, { condition: 'RecordAgeExceeded' });
  expect(whichFail(old, [recordOf('1')], undefined).indexes).toEqual([]);
});

test('what is no aggregate is left as it is', () => {
  const inner = { partitionKey: 'k', data: Buffer.from('x') };
  // Without magic bytes and checksum the message of an aggregate is data as any other.
  const record = { ...recordOf('1'), data: Buffer.from(kplMessage([inner])) };
  expect(expandRecords([record])).toEqual([record]);
});

test('what does not pass the filter is left out, and ids may be cut short', () => {
  const failure = failureOf(1, 1, { id: 'abc123', failedAtMs: 5000 });
  const other = failureOf(2, 2, { id: 'abd456' });
  expect(
    matchesFilter(failure, { shardId: 'shardId-000000000000', functionName: 'consumer' }),
  ).toBe(true);
  expect(matchesFilter(failure, { condition: 'RecordAgeExceeded' })).toBe(false);
  expect(matchesFilter(failure, { shardId: 'shardId-000000000001' })).toBe(false);
  expect(matchesFilter(failure, { functionName: 'consume' })).toBe(false);
  expect(matchesFilter(failure, { sinceMs: 5001 })).toBe(false);
  expect(failuresById([failure, other], ['abc'])).toEqual([failure]);
  expect(() => failuresById([failure, other], ['ab'])).toThrow(
    "2 failure messages begin with 'ab'",
  );
  expect(() => failuresById([failure, other], ['x'])).toThrow("No failure message is 'x'");
});
