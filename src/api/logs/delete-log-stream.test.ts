import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { logsClient } from './logs-client.suite.ts';

test('a stream goes with its events, and leaves those of others', async () => {
  const { call, filled, nowMs } = logsClient();
  const { logGroupName, logStreamName } = await filled('one');
  const other = { logGroupName, logStreamName: 'other' };
  await call('CreateLogStream', other);
  await call('PutLogEvents', { ...other, logEvents: [{ timestamp: nowMs, message: 'stays' }] });
  expect(await call('DeleteLogStream', { logGroupName, logStreamName })).toEqual({});
  const { events } = await call('FilterLogEvents', { logGroupName });
  expect(events).toMatchObject([{ message: 'stays' }]);
  const { logGroups } = await call('DescribeLogGroups', {});
  expect(logGroups).toMatchObject([{ storedBytes: 31 }]);
  const text = 'The specified log stream does not exist.';
  const again = call('DeleteLogStream', { logGroupName, logStreamName });
  await expect(again).rejects.toEqual(refused('ResourceNotFoundException', text));
});
