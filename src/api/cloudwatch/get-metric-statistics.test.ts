import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { metricsClient } from './metrics-client.suite.ts';

const query = {
  Namespace: 'Shop',
  MetricName: 'Orders',
  Dimensions: [{ Name: 'Shop', Value: 'one' }],
  Period: 120,
};

test('a point has the statistics that were asked for', async () => {
  const { call, putValues, span, nowMs } = metricsClient();
  await putValues(1, 4, 6);
  const Statistics = ['Sum', 'Maximum'];
  expect(await call('GetMetricStatistics', { ...query, ...span, Statistics })).toEqual({
    Label: 'Orders',
    Datapoints: [
      { Timestamp: nowMs, Sum: 5, Maximum: 4, Unit: 'Count' },
      { Timestamp: nowMs + 120_000, Sum: 6, Maximum: 6, Unit: 'Count' },
    ],
  });
});

test.each([
  ['MissingRequiredParameterException', {}, /Statistics/],
  ['InvalidParameterValueException', { ExtendedStatistics: ['p99'] }, /not supported here/],
  ['InvalidParameterValueException', { Statistics: ['Sum'], Period: 61 }, /multiple of 60/],
  ['ValidationException', { Statistics: ['p99'] }, /enum value set/],
])('%s answers %j', async (code, input, message) => {
  const { call, span } = metricsClient();
  const got = call('GetMetricStatistics', { ...query, ...span, ...input });
  await expect(got).rejects.toEqual(refused(code, message));
});
