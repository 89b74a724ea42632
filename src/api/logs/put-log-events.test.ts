import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { logsClient } from './logs-client.suite.ts';

test('events that are left out are told by their index', async () => {
  const { call, filled, nowMs } = logsClient();
  const names = await filled('one');
  const logEvents = [
    { timestamp: nowMs, message: 'now' },
    { timestamp: nowMs + 3 * 3_600_000, message: 'too new' },
  ];
  expect(await call('PutLogEvents', { ...names, logEvents })).toEqual({
    rejectedLogEventsInfo: { tooNewLogEventStartIndex: 1 },
  });
});

test('a batch goes to a stream that exists', async () => {
  const { call, nowMs } = logsClient();
  const logEvents = [{ timestamp: nowMs, message: 'x' }];
  const put = call('PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents });
  const text = 'The specified log group does not exist.';
  await expect(put).rejects.toEqual(refused('ResourceNotFoundException', text));
});

test('an old sequence token does no harm; an entity is refused', async () => {
  const { call, filled, nowMs } = logsClient();
  const names = await filled('one');
  const put = { ...names, logEvents: [{ timestamp: nowMs, message: 'x' }] };
  expect(await call('PutLogEvents', { ...put, sequenceToken: '49' })).toEqual({});
  const withEntity = call('PutLogEvents', { ...put, entity: {} });
  await expect(withEntity).rejects.toEqual(refused('InvalidParameterException', /entity/));
});
