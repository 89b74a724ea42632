import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { logsClient } from './logs-client.suite.ts';

test('a stream is created once, in a group that exists', async () => {
  const { call } = logsClient();
  const names = { logGroupName: 'g', logStreamName: 's' };
  const missing = refused('ResourceNotFoundException', 'The specified log group does not exist.');
  await expect(call('CreateLogStream', names)).rejects.toEqual(missing);
  await call('CreateLogGroup', { logGroupName: 'g' });
  expect(await call('CreateLogStream', names)).toEqual({});
  const twice = refused('ResourceAlreadyExistsException', /log stream already exists/);
  await expect(call('CreateLogStream', names)).rejects.toEqual(twice);
});
