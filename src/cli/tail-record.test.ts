import { expect, test } from 'vitest';
import { aggregateOf } from '../generate/kpl-aggregator.ts';
import { PLAIN } from './style.ts';
import { expanded, recordJson, recordLine } from './tail-record.ts';

const record = (data: Uint8Array | string) => ({
  shardId: 'shardId-000000000012',
  sequenceNumber: '495',
  partitionKey: 'customer',
  arrivedAtMs: Date.UTC(2026, 0, 1),
  data: Buffer.from(data as string),
});

test('a line says when, where, under which key, and what', () => {
  expect(recordLine(record('{"a":1}'), PLAIN)).toBe(
    '2026-01-01T00:00:00.000Z shard 12 495 customer {"a":1}',
  );
});

test('data cannot move the cursor, nor forge a line', () => {
  const hostile = { ...record('a\x1b[2Jb\nc\u202e'), partitionKey: '\r\x9b' };
  for (const line of [recordLine(hostile, PLAIN), recordJson(hostile)]) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those must not be there
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
  }
  expect(JSON.parse(recordJson(hostile))).toMatchObject({
    partitionKey: '\r\x9b',
    data: 'a\x1b[2Jb\nc\u202e',
  });
});

test('an aggregate is shown as the records in it', () => {
  const inner = ['one', 'two'].map((text, index) => ({
    partitionKey: `k${index}`,
    data: Buffer.from(text),
    count: 1,
  }));
  const shown = expanded({ ...record(''), data: aggregateOf(inner).data });
  expect(shown).toMatchObject([
    { partitionKey: 'k0', subSequenceNumber: 0, sequenceNumber: '495' },
    { partitionKey: 'k1', subSequenceNumber: 1, sequenceNumber: '495' },
  ]);
  expect(shown.map((one) => Buffer.from(one.data).toString())).toEqual(['one', 'two']);
  expect(expanded(record('x'))).toEqual([record('x')]);
});

test('what is no text is cut when it is long', () => {
  const line = recordLine(record(new Uint8Array(1000).fill(0xff)), PLAIN);
  expect(line).toContain('(1000 bytes)');
  expect(line.length).toBeLessThan(700);
});
