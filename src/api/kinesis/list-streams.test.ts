import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { kinesisClient } from './kinesis-client.suite.ts';

test('streams are listed in pages', async () => {
  const { clock, call, created } = kinesisClient();
  for (const StreamName of ['c', 'a', 'b']) await created({ StreamName });
  const first = await call('ListStreams', { Limit: 2 });
  expect(first).toMatchObject({ StreamNames: ['a', 'b'], HasMoreStreams: true });
  expect(first.StreamSummaries[0]).toMatchObject({ StreamName: 'a', StreamStatus: 'ACTIVE' });
  const rest = { StreamNames: ['c'], HasMoreStreams: false };
  expect(await call('ListStreams', { NextToken: first.NextToken })).toMatchObject(rest);
  expect(await call('ListStreams', { ExclusiveStartStreamName: 'b' })).toMatchObject(rest);
  clock.advance(300_001);
  await expect(call('ListStreams', { NextToken: first.NextToken })).rejects.toEqual(
    refused('ExpiredNextTokenException', /^NextToken expired\./),
  );
});

test('a page has a hundred streams at most, whatever is asked for', async () => {
  const { call, created } = kinesisClient();
  for (let number = 0; number <= 100; number++) await created({ StreamName: `s-${number}` });
  const { StreamNames, HasMoreStreams } = await call('ListStreams', { Limit: 10_000 });
  expect([StreamNames.length, HasMoreStreams]).toEqual([100, true]);
});
