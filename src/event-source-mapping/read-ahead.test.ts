import { expect, test } from 'vitest';
import { ReadAhead, type ReadAheadOptions } from './read-ahead.ts';
import type { ShardPosition } from './stream-record.ts';

const START: ShardPosition = { type: 'TRIM_HORIZON' };
const after = (number: number): ShardPosition => ({
  type: 'AFTER_SEQUENCE_NUMBER',
  sequenceNumber: String(number),
});
const turns = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
};

/** A shard with records from 1 on, and what was read of it. */
function shard(count: number) {
  const numbers = Array.from({ length: count }, (_, index) => String(index + 1));
  const reads: number[] = [];
  const readNow: ReadAheadOptions['readNow'] = async (position, limit) => {
    const from = 'sequenceNumber' in position ? Number(position.sequenceNumber) : 0;
    reads.push(from);
    if (numbers.length === 0) throw new Error('gone');
    const records = numbers.slice(from, from + limit).map((sequenceNumber) => ({
      sequenceNumber,
      partitionKey: 'a',
      data: Buffer.of(),
      approximateArrivalTimestamp: 0,
    }));
    return { records, atShardEnd: false, retentionMs: 1 };
  };
  const ahead = new ReadAhead({ readNow });
  const read = async (position: ShardPosition, limit = 2) =>
    (await ahead.read(position, limit)).records.map((each) => each.sequenceNumber);
  return { ahead, read, numbers, reads };
}

test('a full page is followed by one that is read ahead', async () => {
  const { ahead, read, reads } = shard(5);
  expect(await read(START)).toEqual(['1', '2']);
  ahead.begin();
  ahead.begin();
  await turns();
  expect(reads).toEqual([0, 2]);
  expect(await read(after(2))).toEqual(['3', '4']);
  expect(reads).toEqual([0, 2]);
});

test('a page that is not full is read again when it is due, with what came meanwhile', async () => {
  const { ahead, read, numbers, reads } = shard(3);
  await read(START);
  ahead.begin();
  await turns();
  numbers.push('4');
  expect(await read(after(2))).toEqual(['3', '4']);
  expect(reads).toEqual([0, 2, 2]);
});

test('behind a page that is not full nothing is read ahead', async () => {
  const { ahead, read, reads } = shard(1);
  await read(START);
  ahead.begin();
  await turns();
  expect(reads).toEqual([0]);
});

test('whoever reads elsewhere, or another number, gets what is there', async () => {
  const { ahead, read } = shard(5);
  await read(START);
  ahead.begin();
  expect(await read(after(3))).toEqual(['4', '5']);
  await read(START);
  ahead.begin();
  expect(await read(after(2), 1)).toEqual(['3']);
});

test('what is begun while a page is being read is not taken for the page behind it', async () => {
  const { ahead, read } = shard(6);
  await read(START);
  const second = read(after(2));
  ahead.begin();
  expect(await second).toEqual(['3', '4']);
  ahead.begin();
  await turns();
  expect(await read(after(4))).toEqual(['5', '6']);
});

test('what goes wrong ahead is found out when the page is due', async () => {
  const { ahead, read, numbers } = shard(4);
  await read(START);
  const all = numbers.splice(0);
  ahead.begin();
  await turns();
  numbers.push(...all);
  expect(await read(after(2))).toEqual(['3', '4']);
});
