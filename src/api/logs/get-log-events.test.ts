import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { logsClient } from './logs-client.suite.ts';

test('a page tells when its events happened and when they came in', async () => {
  const { call, filled, nowMs } = logsClient();
  const names = await filled('one', 'two');
  const page = await call('GetLogEvents', { ...names, startFromHead: true, limit: 1 });
  expect(page.events).toEqual([{ timestamp: nowMs, message: 'one', ingestionTime: nowMs }]);
  const nextToken = page.nextForwardToken;
  const next = await call('GetLogEvents', { ...names, nextToken });
  expect(next.events).toMatchObject([{ message: 'two' }]);
  const end = await call('GetLogEvents', { ...names, nextToken: next.nextForwardToken });
  expect(end).toMatchObject({ events: [], nextForwardToken: next.nextForwardToken });
});

test('the group may be named by its ARN', async () => {
  const { call, filled } = logsClient();
  const { logGroupName, logStreamName } = await filled('one');
  const logGroupIdentifier = `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`;
  const page = await call('GetLogEvents', { logGroupIdentifier, logStreamName });
  expect(page.events).toHaveLength(1);
});

test('a stream that is not there is told', async () => {
  const { call, filled } = logsClient();
  const { logGroupName } = await filled('one');
  const got = call('GetLogEvents', { logGroupName, logStreamName: 'other' });
  const text = 'The specified log stream does not exist.';
  await expect(got).rejects.toEqual(refused('ResourceNotFoundException', text));
});
