import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { logsClient } from './logs-client.suite.ts';

const logGroupName = '/aws/lambda/orders';

test('a group is created once', async () => {
  const { call } = logsClient();
  expect(await call('CreateLogGroup', { logGroupName })).toEqual({});
  const again = call('CreateLogGroup', { logGroupName });
  const text = 'The specified log group already exists';
  await expect(again).rejects.toEqual(refused('ResourceAlreadyExistsException', text));
});

test.each([
  { kmsKeyId: 'key' },
  { deletionProtectionEnabled: true },
  { logGroupClass: 'INFREQUENT_ACCESS' },
])('%o is refused, not ignored', async (more) => {
  const { call } = logsClient();
  const created = call('CreateLogGroup', { logGroupName, ...more });
  const text = `${Object.keys(more)[0]} is not supported here.`;
  await expect(created).rejects.toEqual(refused('InvalidParameterException', text));
});

test('the standard class is fine', async () => {
  const { call } = logsClient();
  await call('CreateLogGroup', { logGroupName, logGroupClass: 'STANDARD' });
});
