import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { logsClient } from './logs-client.suite.ts';

test('the messages that a pattern matches are told by their number', async () => {
  const { call } = logsClient();
  const logEventMessages = ['{"n":1}', '{"n":2}', 'n=2'];
  const filter = { filterPattern: '{ $.n = 2 }', logEventMessages };
  expect(await call('TestMetricFilter', filter)).toEqual({
    matches: [{ eventNumber: 2, eventMessage: '{"n":2}', extractedValues: {} }],
  });
  const wrong = call('TestMetricFilter', { ...filter, filterPattern: '{' });
  await expect(wrong).rejects.toEqual(refused('InvalidParameterException'));
});
