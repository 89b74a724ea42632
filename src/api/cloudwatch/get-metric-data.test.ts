import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { metricsClient } from './metrics-client.suite.ts';

const Metric = {
  Namespace: 'Shop',
  MetricName: 'Orders',
  Dimensions: [{ Name: 'Shop', Value: 'one' }],
};
const query = (Id: string, Stat = 'Sum') => ({ Id, MetricStat: { Metric, Period: 60, Stat } });

test('queries are answered with their points, the latest first', async () => {
  const { call, putValues, span, nowMs } = metricsClient();
  await putValues(1, 4);
  const hidden = { ...query('c'), ReturnData: false };
  const MetricDataQueries = [
    query('a'),
    { ...query('b', 'SampleCount'), Label: 'How many' },
    hidden,
  ];
  const answer = await call('GetMetricData', { ...span, MetricDataQueries });
  const Timestamps = [nowMs + 60_000, nowMs];
  expect(answer).toEqual({
    MetricDataResults: [
      { Id: 'a', Label: 'Orders', Timestamps, Values: [4, 1], StatusCode: 'Complete' },
      { Id: 'b', Label: 'How many', Timestamps, Values: [1, 1], StatusCode: 'Complete' },
    ],
    Messages: [],
  });
});

test('points come in pages, in the order that was asked for', async () => {
  const { call, putValues, span } = metricsClient();
  await putValues(1, 2, 3);
  const request = {
    ...span,
    MetricDataQueries: [query('a')],
    MaxDatapoints: 2,
    ScanBy: 'TimestampAscending',
  };
  const { NextToken, ...first } = await call('GetMetricData', request);
  expect(first.MetricDataResults).toMatchObject([{ Values: [1, 2], StatusCode: 'PartialData' }]);
  const second = await call('GetMetricData', { ...request, NextToken });
  expect(second.MetricDataResults).toMatchObject([{ Values: [3], StatusCode: 'Complete' }]);
  expect(second.NextToken).toBeUndefined();
});

/** A label that shows the greatest value: a dollar sign, then what stands for it. */
const DYNAMIC = ['$', '{MAX}'].join('');

test.each([
  ['ValidationException', { MetricDataQueries: [] }, /At least one/],
  ['ValidationException', { MetricDataQueries: new Array(501).fill(query('a')) }, /500/],
  ['ValidationException', { MetricDataQueries: [query('a'), query('a')] }, /not unique/],
  ['ValidationException', { MetricDataQueries: [query('A')] }, /pattern/],
  ['ValidationException', { MetricDataQueries: [{ Id: 'a', Expression: 'm1*2' }] }, /Expression/],
  ['ValidationException', { MetricDataQueries: [{ Id: 'a' }] }, /MetricStat/],
  ['ValidationException', { MetricDataQueries: [{ ...query('a'), AccountId: '1' }] }, /AccountId/],
  ['ValidationException', { MetricDataQueries: [{ ...query('a'), Period: 60 }] }, /Period/],
  ['ValidationException', { MetricDataQueries: [{ ...query('a'), Label: DYNAMIC }] }, /Dynamic/],
  ['ValidationException', { MetricDataQueries: [query('a', 'p99')] }, /p99 is not supported/],
  ['ValidationException', { MaxDatapoints: 0 }, /MaxDatapoints/],
  ['ValidationException', { EndTime: 0 }, /StartTime must be less/],
  ['InvalidNextToken', { NextToken: 'x' }, /NextToken/],
])('%s answers %j', async (code, input, message) => {
  const { call, span } = metricsClient();
  const request = { ...span, MetricDataQueries: [query('a')], ...input };
  await expect(call('GetMetricData', request)).rejects.toEqual(refused(code, message));
});

test('a query names its metric', async () => {
  const { call, span } = metricsClient();
  const stat = { Period: 60, Stat: 'Sum', Metric: { Namespace: 'Shop' } };
  const request = { ...span, MetricDataQueries: [{ Id: 'a', MetricStat: stat }] };
  const text = /must have a Namespace and a MetricName/;
  await expect(call('GetMetricData', request)).rejects.toEqual(
    refused('ValidationException', text),
  );
});
