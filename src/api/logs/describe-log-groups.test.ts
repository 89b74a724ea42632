import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { logsClient } from './logs-client.suite.ts';

const ARN = 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/orders';

test('a group is described', async () => {
  const { call, filled, nowMs } = logsClient();
  await filled('hello');
  expect(await call('DescribeLogGroups', {})).toEqual({
    logGroups: [
      {
        logGroupName: '/aws/lambda/orders',
        creationTime: nowMs,
        metricFilterCount: 0,
        arn: `${ARN}:*`,
        logGroupArn: ARN,
        storedBytes: 31,
        logGroupClass: 'STANDARD',
      },
    ],
  });
});

test('groups are chosen by the start, a part or an identifier of their name', async () => {
  const { call, filled } = logsClient();
  await filled('hello');
  await call('CreateLogGroup', { logGroupName: 'other' });
  const names = async (input: object) =>
    (await call('DescribeLogGroups', input)).logGroups.map(
      ({ logGroupName }: { logGroupName: string }) => logGroupName,
    );
  expect(await names({ logGroupNamePrefix: '/aws' })).toEqual(['/aws/lambda/orders']);
  expect(await names({ logGroupNamePattern: 'lambda' })).toEqual(['/aws/lambda/orders']);
  expect(await names({ logGroupIdentifiers: [ARN] })).toEqual(['/aws/lambda/orders']);
  expect(await names({ logGroupClass: 'DELIVERY' })).toEqual([]);
  const both = { logGroupNamePrefix: 'a', logGroupNamePattern: 'b' };
  await expect(names(both)).rejects.toEqual(refused('InvalidParameterException', /exclusive/));
});

test('groups come in pages', async () => {
  const { call } = logsClient();
  for (const logGroupName of ['a', 'b', 'c']) await call('CreateLogGroup', { logGroupName });
  const first = await call('DescribeLogGroups', { limit: 2 });
  expect(first.logGroups).toHaveLength(2);
  const { nextToken } = first;
  const second = await call('DescribeLogGroups', { limit: 2, nextToken });
  expect(second.logGroups).toMatchObject([{ logGroupName: 'c' }]);
  expect(second.nextToken).toBeUndefined();
});
