import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { logsClient } from './logs-client.suite.ts';

const GONE = refused('ResourceNotFoundException', 'The specified log group does not exist.');

test('a group goes with its streams and events, and can be made anew', async () => {
  const { call, filled } = logsClient();
  const { logGroupName } = await filled('one');
  expect(await call('DeleteLogGroup', { logGroupName })).toEqual({});
  await expect(call('DeleteLogGroup', { logGroupName })).rejects.toEqual(GONE);
  await call('CreateLogGroup', { logGroupName });
  expect(await call('DescribeLogStreams', { logGroupName })).toEqual({ logStreams: [] });
  expect((await call('FilterLogEvents', { logGroupName })).events).toEqual([]);
});
