import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { logsClient } from './logs-client.suite.ts';

test('an event comes with an id, and with the stream that it is of', async () => {
  const { call, filled, nowMs } = logsClient();
  const { logGroupName } = await filled('ERROR one', 'INFO two', 'ERROR three');
  const query = { logGroupName, filterPattern: 'ERROR', limit: 1 };
  const first = await call('FilterLogEvents', query);
  expect(first).toEqual({
    events: [
      {
        logStreamName: 'one',
        timestamp: nowMs,
        message: 'ERROR one',
        ingestionTime: nowMs,
        eventId: expect.stringMatching(/^\d{56}$/),
      },
    ],
    searchedLogStreams: [],
    nextToken: expect.any(String),
  });
  const second = await call('FilterLogEvents', { ...query, nextToken: first.nextToken });
  expect(second.events).toMatchObject([{ message: 'ERROR three' }]);
  expect(second.nextToken).toBeUndefined();
});

test('what `aws logs tail --follow` asks for is answered', async () => {
  const { call, filled, nowMs } = logsClient();
  const { logGroupName } = await filled('one', 'two');
  const query = { logGroupIdentifier: logGroupName, interleaved: true, startTime: nowMs + 1000 };
  expect((await call('FilterLogEvents', query)).events).toMatchObject([{ message: 'two' }]);
});

test('JSON events are found by what their selectors say', async () => {
  const { call, filled } = logsClient();
  const { logGroupName } = await filled('{"level":"ERROR","n":4}', '{"level":"ERROR","n":2}', 'no');
  const filterPattern = '{ $.level = "ERROR" && $.n > 3 }';
  const found = await call('FilterLogEvents', { logGroupName, filterPattern });
  expect(found.events).toMatchObject([{ message: '{"level":"ERROR","n":4}' }]);
});

test('patterns and combinations that are not supported are refused', async () => {
  const { call, filled } = logsClient();
  const { logGroupName } = await filled('one');
  const code = 'InvalidParameterException';
  const regular = call('FilterLogEvents', { logGroupName, filterPattern: '%a|b%' });
  await expect(regular).rejects.toEqual(refused(code, /regular expressions .* not supported here/));
  const streams = { logStreamNames: ['one'], logStreamNamePrefix: 'o' };
  const both = call('FilterLogEvents', { logGroupName, ...streams });
  await expect(both).rejects.toEqual(refused(code, /exclusive/));
});
