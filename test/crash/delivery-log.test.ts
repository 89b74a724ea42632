import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../running.ts';
import { DeliveryLog } from './delivery-log.ts';

const begin = (requestId: string) =>
  `\n${JSON.stringify({ type: 'begin', run: 1, requestId, shardId: 's', records: [['7', 'one.1.0', 'k']] })}\n`;
const end = (requestId: string, outcome: string) =>
  `\n${JSON.stringify({ type: 'end', run: 1, requestId, outcome })}\n`;

test('a log is read as it grows, and lines that were cut off are left out', () => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'log.ndjson');
  const log = new DeliveryLog(file);
  log.read();
  expect(log.deliveries).toEqual([]);

  appendFileSync(file, begin('a') + end('a', 'error') + begin('a') + begin('b').slice(0, 30));
  log.read();
  const records = [{ sequenceNumber: '7', id: 'one.1.0', partitionKey: 'k' }];
  expect(log.deliveries).toMatchObject([
    { requestId: 'a', run: 1, shardId: 's', records, outcome: 'error' },
    { requestId: 'a' },
  ]);
  expect(log.deliveries[1]?.outcome).toBeUndefined();

  appendFileSync(file, end('a', 'ok') + begin('c'));
  log.read();
  expect(log.deliveries.map(({ requestId, outcome }) => [requestId, outcome])).toEqual([
    ['a', 'error'],
    ['a', 'ok'],
    ['c', undefined],
  ]);
});
