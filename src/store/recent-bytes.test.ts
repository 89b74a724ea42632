import { expect, test } from 'vitest';
import { RecentBytes } from './recent-bytes.ts';

const MEBIBYTE = 1024 * 1024;
const [SMALL, LARGE] = [1, 2];

test('what was added last is there, and what was added long ago is not', () => {
  const recent = new RecentBytes();
  for (let index = 0; index < 40; index++) recent.add(index, Buffer.alloc(MEBIBYTE, index));
  const there = Array.from({ length: 40 }, (_, index) => recent.get(index)?.[0]);
  expect(there.slice(-8)).toEqual([32, 33, 34, 35, 36, 37, 38, 39]);
  expect(there.filter((byte) => byte !== undefined).length).toBeLessThanOrEqual(16);
});

test('a value larger than all of it is not kept', () => {
  const recent = new RecentBytes();
  recent.add(SMALL, Buffer.of(1));
  recent.add(LARGE, Buffer.alloc(9 * MEBIBYTE));
  expect(recent.get(LARGE)).toBeUndefined();
  expect(recent.get(SMALL)).toEqual(Buffer.of(1));
});
