import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { metricsClient } from './metrics-client.suite.ts';

test('metrics are listed as their queries name them', async () => {
  const { call, putValues } = metricsClient();
  await putValues(1);
  const orders = {
    Namespace: 'Shop',
    MetricName: 'Orders',
    Dimensions: [{ Name: 'Shop', Value: 'one' }],
  };
  expect(await call('ListMetrics', {})).toEqual({ Metrics: [orders] });
  const all = { Namespace: 'Shop', MetricName: 'Orders', Dimensions: [{ Name: 'Shop' }] };
  expect(await call('ListMetrics', { ...all, RecentlyActive: 'PT3H' })).toEqual({
    Metrics: [orders],
  });
  expect(await call('ListMetrics', { Namespace: 'Other' })).toEqual({ Metrics: [] });
});

test('metrics come in pages', async () => {
  const { call } = metricsClient();
  const MetricData = Array.from({ length: 501 }, (_, n) => ({ MetricName: `m${n}`, Value: 1 }));
  await call('PutMetricData', { Namespace: 'Shop', MetricData });
  const { Metrics, NextToken } = await call('ListMetrics', {});
  expect(Metrics).toHaveLength(500);
  expect((await call('ListMetrics', { NextToken })).Metrics).toHaveLength(1);
});

test.each([{ IncludeLinkedAccounts: true }, { OwningAccount: '1' }])(
  '%j is refused',
  async (input) => {
    const { call } = metricsClient();
    const text = /not supported here/;
    const listed = call('ListMetrics', input);
    await expect(listed).rejects.toEqual(refused('InvalidParameterValueException', text));
  },
);
