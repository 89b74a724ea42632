import { expect, test } from 'vitest';
import { momentFormat } from './moment-format.ts';

const utc = (format: string | undefined, ...date: number[]) =>
  momentFormat(format, 'utc')(Date.UTC(...(date as [number, number])));

test.each([
  ['dddd, MMMM Do YYYY, h:mm:ss a', 'Sunday, February 14th 2010, 3:25:50 pm'],
  ['ddd, hA', 'Sun, 3PM'],
  ['DD/MMM/YYYY:HH:mm:ss Z', '14/Feb/2010:15:25:50 +00:00'],
  ['YYYY-MM-DDTHH:mm:ss.SSS[Z]', '2010-02-14T15:25:50.125Z'],
  ['[today] dddd', 'today Sunday'],
  ['X x', '1266161150 1266161150125'],
  ['DDDD Q Mo ZZ z', '045 1 2nd +0000 UTC'],
  ['YY-M-D H:m:s.S', '10-2-14 15:25:50.1'],
  ['L LT', '02/14/2010 3:25 PM'],
  ['LLLL', 'Sunday, February 14, 2010 3:25 PM'],
  ['kk dd E e', '15 Su 7 0'],
  [undefined, '2010-02-14T15:25:50Z'],
])('%s is shown as Moment.js shows it', (format, text) => {
  expect(utc(format, 2010, 1, 14, 15, 25, 50, 125)).toBe(text);
});

test.each([
  [[2020, 11, 31], '2020-W53', '2021-1'],
  [[2021, 0, 1], '2020-W53', '2021-1'],
  [[2021, 0, 4], '2021-W01', '2021-2'],
  [[2017, 0, 1], '2016-W52', '2017-1'],
  [[2018, 11, 31], '2019-W01', '2019-1'],
])('the weeks of %j are %s and %s', (date, iso, local) => {
  expect(utc('GGGG-[W]WW', ...date)).toBe(iso);
  expect(utc('gggg-w', ...date)).toBe(local);
});

test.each([
  [1, '1st'],
  [2, '2nd'],
  [3, '3rd'],
  [4, '4th'],
  [11, '11th'],
  [12, '12th'],
  [13, '13th'],
  [21, '21st'],
  [22, '22nd'],
])('day %i is the %s', (day, text) => {
  expect(utc('Do', 2021, 0, day)).toBe(text);
});

test('the local zone is this machine’s', () => {
  const atMs = Date.UTC(2024, 6, 1, 12);
  const shown = momentFormat(undefined, 'local')(atMs);
  expect(shown).toMatch(/[+-]\d\d:\d\d$/);
  expect(Date.parse(shown)).toBe(atMs);
});
