import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { metricsClient } from './metrics-client.suite.ts';

const one = { MetricName: 'Orders', Value: 1 };
const Statistics = ['SampleCount', 'Sum', 'Minimum', 'Maximum', 'Average'];

test.each([
  [{ Value: 2 }, [1, 2, 2, 2, 2]],
  [{ Values: [1, 3], Counts: [3, 1] }, [4, 6, 1, 3, 1.5]],
  [
    { StatisticValues: { SampleCount: 2, Sum: 8, Minimum: 3, Maximum: 5 }, StorageResolution: 60 },
    [2, 8, 3, 5, 4],
  ],
])('%j is put', async (datum, values) => {
  const { call, span } = metricsClient();
  const MetricData = [{ MetricName: 'Orders', ...datum }];
  expect(await call('PutMetricData', { Namespace: 'Shop', MetricData })).toEqual({});
  const query = { Namespace: 'Shop', MetricName: 'Orders', Period: 60, Statistics, ...span };
  const { Datapoints } = await call('GetMetricStatistics', query);
  expect(Statistics.map((name) => Datapoints[0][name])).toEqual(values);
});

test.each([
  ['MissingRequiredParameterException', {}, /MetricData/],
  ['InvalidParameterValueException', { MetricData: [{ ...one, StorageResolution: 1 }] }, /60/],
  ['InvalidParameterCombinationException', { MetricData: [{ ...one, Values: [1] }] }, /one of/],
  ['InvalidParameterValueException', { MetricData: [one], EntityMetricData: [{}] }, /Entity/],
  ['InvalidParameterValueException', { Namespace: 'AWS/Lambda', MetricData: [one] }, /AWS/],
  ['ValidationException', { Namespace: ':x', MetricData: [one] }, /pattern/],
])('%s answers %j', async (code, input, message) => {
  const { call } = metricsClient();
  const put = call('PutMetricData', { Namespace: 'Shop', ...input });
  await expect(put).rejects.toEqual(refused(code, message));
});
