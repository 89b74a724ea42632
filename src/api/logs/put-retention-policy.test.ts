import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { logsClient } from './logs-client.suite.ts';

const DAY_MS = 86_400_000;

test('what is older than the retention is gone, as time passes', async () => {
  const { call, filled, clock } = logsClient();
  const { logGroupName } = await filled('one');
  await call('PutRetentionPolicy', { logGroupName, retentionInDays: 1 });
  const [group] = (await call('DescribeLogGroups', {})).logGroups;
  expect(group.retentionInDays).toBe(1);
  clock.advance(DAY_MS - 1);
  expect((await call('FilterLogEvents', { logGroupName })).events).toHaveLength(1);
  clock.advance(2);
  expect((await call('FilterLogEvents', { logGroupName })).events).toEqual([]);
});

test('a retention that is deleted holds no longer', async () => {
  const { call, filled, clock } = logsClient();
  const { logGroupName } = await filled('one');
  await call('PutRetentionPolicy', { logGroupName, retentionInDays: 1 });
  await call('DeleteRetentionPolicy', { logGroupName });
  clock.advance(2 * DAY_MS);
  expect((await call('FilterLogEvents', { logGroupName })).events).toHaveLength(1);
  const [group] = (await call('DescribeLogGroups', {})).logGroups;
  expect(group).not.toHaveProperty('retentionInDays');
});

test('other periods, and groups that are not there, are refused', async () => {
  const { call, filled } = logsClient();
  const { logGroupName } = await filled('one');
  const put = (input: object) => call('PutRetentionPolicy', input);
  await expect(put({ logGroupName, retentionInDays: 2 })).rejects.toEqual(
    refused('InvalidParameterException', /2 days/),
  );
  const missing = refused('ResourceNotFoundException', 'The specified log group does not exist.');
  await expect(put({ logGroupName: 'x', retentionInDays: 1 })).rejects.toEqual(missing);
  await expect(call('DeleteRetentionPolicy', { logGroupName: 'x' })).rejects.toEqual(missing);
});
