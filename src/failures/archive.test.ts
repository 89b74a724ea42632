import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { archiveAt, keepOnce } from './archive.ts';
import { awsClients } from './aws-clients.ts';
import { failureOf } from './redrive-world.suite.ts';

function temporaryArchive() {
  const path = mkdtempSync(join(tmpdir(), 'sluicebox-archive-'));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return {
    path,
    archive: archiveAt(
      join(path, 'kept'),
      awsClients(() => ({})),
    ),
  };
}

const RECORD = {
  sequenceNumber: '1',
  partitionKey: 'k',
  data: Buffer.from([0, 255]),
  approximateArrivalTimestamp: 0,
};
const HYDRATION = {
  records: [RECORD],
  expected: 1,
  missing: 'none',
  text: '',
  from: 'stream',
} as const;
const KEPT = { found: 1, missing: 'none', text: '', isNew: true };
const hydrate = async () => HYDRATION;

test('a message and its records are kept, whatever bytes they hold', async () => {
  const { path, archive } = temporaryArchive();
  const failure = failureOf(1, 1);
  expect(await keepOnce(archive, failure, hydrate)).toEqual(KEPT);
  const folder = join(path, 'kept', failure.id);
  const { Records } = JSON.parse(readFileSync(join(folder, 'records.json'), 'utf8'));
  expect(Records).toEqual([
    {
      SequenceNumber: '1',
      ApproximateArrivalTimestamp: '1970-01-01T00:00:00.000Z',
      Data: 'AP8=',
      PartitionKey: 'k',
    },
  ]);
  expect(await keepOnce(archive, failure, hydrate)).toMatchObject({ ...KEPT, isNew: false });
  if (process.platform !== 'win32') {
    expect(statSync(join(folder, 'records.json')).mode & 0o077).toBe(0);
  }
});

test('what was cut off counts as not kept, and is kept at the next try', async () => {
  const { archive } = temporaryArchive();
  const failure = failureOf(1, 1);
  await archive.write(failure.id, 'message.json', '{}');
  expect(await keepOnce(archive, failure, hydrate)).toEqual(KEPT);
  expect(await keepOnce(archive, failure, hydrate)).toMatchObject({ ...KEPT, isNew: false });
});

test('what was kept without its records is not said to be whole later', async () => {
  const { archive } = temporaryArchive();
  const missing = { missing: 'expired', text: 'They are past the retention.' } as const;
  const expired = async () => ({ ...HYDRATION, ...missing, records: [] });
  for (const isNew of [true, false]) {
    const kept = await keepOnce(archive, failureOf(1, 1), expired);
    expect(kept).toMatchObject({ ...missing, found: 0, isNew });
  }
});

test.each(['{"found": 1', '{}', '[]', '"x"', '{"found":"many","missing":"none","text":""}'])(
  'what is no mark of an export is not taken for one: %s',
  async (text) => {
    const { archive } = temporaryArchive();
    const failure = failureOf(1, 1);
    await archive.write(failure.id, 'hydration.json', text);
    await expect(keepOnce(archive, failure, hydrate)).rejects.toThrow('move it away');
  },
);
