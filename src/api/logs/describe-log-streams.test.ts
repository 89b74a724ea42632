import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { logsClient } from './logs-client.suite.ts';

test('a stream is described', async () => {
  const { call, filled, nowMs } = logsClient();
  const { logGroupName } = await filled('one', 'two');
  expect(await call('DescribeLogStreams', { logGroupName })).toEqual({
    logStreams: [
      {
        logStreamName: 'one',
        creationTime: nowMs,
        firstEventTimestamp: nowMs,
        lastEventTimestamp: nowMs + 1000,
        lastIngestionTime: nowMs,
        arn: `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}:log-stream:one`,
        storedBytes: 0,
      },
    ],
  });
});

test('the group is named once', async () => {
  const { call } = logsClient();
  const code = 'InvalidParameterException';
  await expect(call('DescribeLogStreams', {})).rejects.toEqual(refused(code, /must be specified/));
  const both = { logGroupName: 'g', logGroupIdentifier: 'g' };
  await expect(call('DescribeLogStreams', both)).rejects.toEqual(refused(code, /exclusive/));
});

test('the order of the last events does not go with a prefix', async () => {
  const { call, filled } = logsClient();
  const { logGroupName } = await filled('one');
  const query = { logGroupName, orderBy: 'LastEventTime', descending: true };
  expect((await call('DescribeLogStreams', query)).logStreams).toHaveLength(1);
  const refusal = call('DescribeLogStreams', { ...query, logStreamNamePrefix: 'o' });
  await expect(refusal).rejects.toEqual(refused('InvalidParameterException'));
});
