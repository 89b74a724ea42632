import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { noTotals } from '../generate/totals.ts';
import { targetOf } from './aws-target.ts';
import { byteText, LiveLine, summaryText } from './generate-progress.ts';
import {
  parseCount,
  parseDuration,
  parseRate,
  parseShard,
  parseShare,
  parseWhole,
} from './option-values.ts';
import { parseFrom } from './tail-from.ts';

test.each([
  ['500ms', 500],
  ['10s', 10_000],
  ['1.5m', 90_000],
  ['2h', 7_200_000],
  ['30', 30_000],
])('%s is a duration', (text, durationMs) => {
  expect(parseDuration(text)).toBe(durationMs);
});

test.each(['', '0s', '-1s', 'ten', '5 s', '1e3s'])('%j is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow('duration');
});

test('shares, rates and counts are read, and what is none is refused', () => {
  expect(['0.1%', '0.25', '100%', '0'].map(parseShare)).toEqual([0.001, 0.25, 1, 0]);
  expect(['1.5', 'max', '0'].map(parseRate)).toEqual([1.5, 'max', 0]);
  expect(parseCount('12')).toBe(12);
  expect(['0', '3'].map(parseWhole)).toEqual([0, 3]);
  for (const text of ['101%', '-1', 'x', '']) expect(() => parseShare(text)).toThrow();
  for (const text of ['-1', 'fast', '', 'Infinity']) expect(() => parseRate(text)).toThrow();
  for (const text of ['0', '1.5', '-2', '']) expect(() => parseCount(text)).toThrow();
  expect(['3', 'shardId-000000000003'].map(parseShard)).toEqual(
    Array(2).fill('shardId-000000000003'),
  );
  for (const text of ['-1', 'x', 'shardId-3', ''])
    expect(() => parseShard(text)).toThrow('shardId-');
});

test.each([
  ['LATEST', { type: 'latest' }],
  ['TRIM_HORIZON', { type: 'trim-horizon' }],
  ['10m', { type: 'ago', ms: 600_000 }],
  ['2026-01-31T12:00:00Z', { type: 'timestamp', atMs: Date.UTC(2026, 0, 31, 12) }],
  [
    '49680500650904106961576521760807230867180718370626469890',
    {
      type: 'sequence-number',
      sequenceNumber: '49680500650904106961576521760807230867180718370626469890',
    },
  ],
])('--from %s', (text, from) => {
  expect(parseFrom(text)).toEqual(from);
});

test.each(['yesterday', '', '12', '2026-99-99'])('--from %j is refused', (text) => {
  expect(() => parseFrom(text)).toThrow('trim-horizon');
});

/** The files of whoever runs the tests have no say. */
const noFiles = () => ({ HOME: '/nowhere' });

test('nothing goes to AWS unless that is said', () => {
  const to = (flags: object, environment: NodeJS.ProcessEnv = {}) =>
    targetOf(flags, 'KINESIS', environment).endpoint;
  const variables = { AWS_ENDPOINT_URL: 'http://all', AWS_ENDPOINT_URL_KINESIS: 'http://one' };
  expect(to({}, noFiles())).toBe('http://127.0.0.1:4566');
  expect(to({}, { ...noFiles(), AWS_PROFILE: 'production' })).toBe('http://127.0.0.1:4566');
  expect(to({}, variables)).toBe('http://one');
  expect(to({ endpointUrl: 'http://flag' }, variables)).toBe('http://flag');
  expect(to({ profile: 'p' }, noFiles())).toBeUndefined();
  expect(to({ aws: true }, variables)).toBeUndefined();
  // The SDK would read the variables by itself.
  expect(variables).toHaveProperty('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'true');
  expect(() => to({ endpointUrl: 'nonsense' })).toThrow('takes a URL');
});

test('made-up credentials stay on this machine', () => {
  const client = (flags: object) => targetOf(flags, 'KINESIS', noFiles()).client;
  expect(client({}).credentials).toMatchObject({ accessKeyId: '000000000000' });
  expect(client({ endpointUrl: 'https://vpce.example.com' }).credentials).toBeUndefined();
  expect(client({ profile: 'p' })).toEqual({ profile: 'p' });
});

test('the live line tells the rate of the last moment, and leaves nothing behind', () => {
  const clock = new ManualClock();
  const totals = noTotals();
  let shown = '';
  const write = (text: string) => {
    shown = text;
  };
  const line = new LiveLine(totals, { clock, write });
  Object.assign(totals, { put: 1000, bytes: 1024 * 1024 });
  clock.advance(500);
  expect(shown).toContain('0.5 s · 1,000 records · 2,000/s · 2.0 MiB/s · 0 throttled');
  clock.advance(500);
  expect(shown).toContain('1,000 records · 0/s');
  line.end();
  expect(shown).toBe('\r\x1b[K');
  clock.advance(5000);
  expect(shown).toBe('\r\x1b[K');
});

test('the summary says what was made bad, put again and lost', () => {
  const totals = { ...noTotals(), put: 1, bytes: 10, retried: 3, throttled: 2, lost: 1 };
  const text = summaryText({ ...totals, lastRefusal: 'Slow: down' }, 2000, 1);
  expect(text).toBe(
    '1 record (10 B) put in 2.0 s, 1 a second. 1 made bad on purpose. ' +
      '3 put again, 2 throttled. 1 given up: Slow: down',
  );
  expect(byteText(3 * 1024 ** 3)).toBe('3.0 GiB');
});
