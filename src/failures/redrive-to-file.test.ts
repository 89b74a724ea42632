import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../random/temporary-folder.suite.ts';
import { FailuresError } from './failures-error.ts';
import { fileTarget } from './redrive-to-file.ts';
import { failureOf, hydrationOf } from './redrive-world.suite.ts';

const newPath = () => join(temporaryFolder(), 'out.ndjson');
const failure = failureOf(1, 2);
const { records } = hydrationOf(1, 2);
const lines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n');

test('records are written one a line, with all that a put needs', async () => {
  const path = newPath();
  using target = fileTarget(path, { begunBefore: false });
  const outcomes = await target.send(failure, records, ['4901', '4902']);
  expect(outcomes).toEqual([{ type: 'sent' }, { type: 'sent' }]);
  expect(lines(path).map((line) => JSON.parse(line))).toMatchObject([
    {
      Data: Buffer.from('{"n":1}').toString('base64'),
      PartitionKey: 'key-1',
      SequenceNumber: '4901',
      ApproximateArrivalTimestamp: '1970-01-01T00:00:01.000Z',
      EventID: 'shardId-000000000000:4901',
    },
    { PartitionKey: 'key-2' },
  ]);
});

test('a file that is there is not touched', () => {
  const path = newPath();
  writeFileSync(path, 'precious');
  expect(() => fileTarget(path, { begunBefore: false })).toThrow('EEXIST');
  expect(readFileSync(path, 'utf8')).toBe('precious');
  const nowhere = join(path, 'out.ndjson');
  expect(() => fileTarget(nowhere, { begunBefore: false })).toThrow(FailuresError);
});

test('a file that was begun goes on behind its last whole line, and knows what it has', async () => {
  const path = newPath();
  {
    using target = fileTarget(path, { begunBefore: false });
    await target.send(failure, records.slice(0, 1), ['4901']);
  }
  appendFileSync(path, '{"Data":"to');
  using target = fileTarget(path, { begunBefore: true });
  expect(['4901', '4902'].map((name) => target.arrived?.(name, failure))).toEqual([true, false]);
  await target.send(failure, records.slice(1), ['4902']);
  expect(lines(path).map((line) => JSON.parse(line).SequenceNumber)).toEqual(['4901', '4902']);
});

test('a file with lines of somebody else is not gone on with', () => {
  const path = newPath();
  for (const text of ['precious\n', 'precious']) {
    writeFileSync(path, text);
    expect(() => fileTarget(path, { begunBefore: true })).toThrow('Line 1 of the file');
    expect(readFileSync(path, 'utf8')).toBe(text);
  }
});
