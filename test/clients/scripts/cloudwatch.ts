import { expect } from 'vitest';
import { call, fails, pages, type Script } from '../step.ts';

const NOW = Date.UTC(2026, 0, 1);
const [START, END] = [new Date(NOW - 3_600_000), new Date(NOW + 60_000)];
const SPAN = { StartTime: START, EndTime: END };
const SHOP = { Namespace: 'Shop', MetricName: 'Orders' };
const Dimensions = [{ Name: 'Shop', Value: '<&>' }];
const ALARM = { AlarmName: 'too <many>' };
const RESOURCE = { ResourceARN: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:too <many>' };
const TEAM = { Key: 'team', Value: 'ä' };

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:alarms';

const METRICS = [
  call('PutMetricData', {
    Namespace: 'Shop',
    MetricData: [
      { MetricName: 'Orders', Dimensions, Value: 1.5, Unit: 'Count' },
      { MetricName: 'Orders', Dimensions, Values: [1, 2], Counts: [1, 2], Unit: 'Count' },
      {
        ...{ MetricName: 'Orders', Dimensions, Timestamp: new Date(NOW - 600_000) },
        ...{ StatisticValues: { SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 5 }, Unit: 'Count' },
      },
      { MetricName: 'Errors', Value: 1 },
      { MetricName: 'Age', Value: 0.1 },
    ],
  }),
  fails(
    'PutMetricData',
    { Namespace: 'AWS/Lambda', MetricData: [{ MetricName: 'Errors', Value: 1 }] },
    'InvalidParameterValue: AWS/',
  ),
  call('ListMetrics', { ...SHOP }, { Metrics: [{ ...SHOP, Dimensions }] }),
  call('ListMetrics', {}, { Metrics: [{}, {}, {}] }),
  call(
    'GetMetricStatistics',
    { ...SHOP, ...SPAN, Dimensions, Period: 3600, Statistics: ['Sum', 'Maximum', 'SampleCount'] },
    { Label: 'Orders', Datapoints: expect.any(Array) },
  ),
  fails(
    'GetMetricStatistics',
    { ...SHOP, StartTime: END, EndTime: START, Period: 60, Statistics: ['Sum'] },
    'InvalidParameterValue: StartTime must be less than',
  ),
  fails(
    'GetMetricStatistics',
    { ...SHOP, ...SPAN, StartTime: new Date(0), Period: 60, Statistics: ['Sum'] },
    'InvalidParameterCombination: datapoints',
  ),
  call(
    'GetMetricData',
    {
      ...SPAN,
      MetricDataQueries: [
        { Id: 'a', MetricStat: { Metric: { ...SHOP, Dimensions }, Period: 60, Stat: 'Sum' } },
      ],
    },
    { MetricDataResults: [{ Id: 'a', Values: [6.5, 10], StatusCode: 'Complete' }] },
  ),
];

const ALARMS = [
  call('PutMetricAlarm', {
    ...{ ...ALARM, ...SHOP, Dimensions, Tags: [TEAM], AlarmDescription: 'Ä & "' },
    ...{ ComparisonOperator: 'GreaterThanThreshold', Threshold: 5.5, Statistic: 'Sum' },
    ...{ Period: 60, EvaluationPeriods: 2, DatapointsToAlarm: 1, Unit: 'Count' },
    ...{ AlarmActions: [], OKActions: [TOPIC], TreatMissingData: 'breaching' },
    ActionsEnabled: false,
  }),
  call('SetAlarmState', {
    ...{ ...ALARM, StateValue: 'ALARM', StateReason: 'a drill', StateReasonData: '{"a":1}' },
  }),
  call('DescribeAlarms', {}, { MetricAlarms: [{ ...ALARM, StateValue: 'ALARM', Threshold: 5.5 }] }),
  call('DescribeAlarms', { AlarmNames: ['none'] }),
  pages('DescribeAlarms', 'MetricAlarms', {}, [ALARM]),
  call('DescribeAlarmsForMetric', { ...SHOP, Dimensions }, { MetricAlarms: [ALARM] }),
  call('DescribeAlarmHistory', ALARM, { AlarmHistoryItems: [ALARM, ALARM] }),
  call('SetAlarmState', { ...ALARM, StateValue: 'OK', StateReason: 'it is over' }),
  call('DisableAlarmActions', { AlarmNames: [ALARM.AlarmName] }),
  call('EnableAlarmActions', { AlarmNames: [ALARM.AlarmName] }),
  pages('DescribeAlarmHistory', 'AlarmHistoryItems', ALARM, [{}, {}, {}]),
  call('TagResource', { ...RESOURCE, Tags: [{ Key: 'more', Value: 'x' }] }),
  call('UntagResource', { ...RESOURCE, TagKeys: ['more'] }),
  call('ListTagsForResource', RESOURCE, { Tags: [TEAM] }),
  fails(
    'SetAlarmState',
    { AlarmName: 'none', StateValue: 'OK', StateReason: 'x' },
    'ResourceNotFound',
  ),
  // Not here.
  fails('DescribeInsightRules', {}, 'UnknownOperationException: DescribeInsightRules'),
  fails(
    'GetMetricData',
    { ...SPAN, MetricDataQueries: [{ Id: 'a', Expression: 'SUM(METRICS())' }] },
    'ValidationError: Expression',
  ),
  fails('GetMetricStatistics', { ...SHOP, ...SPAN, Period: 60 }, 'MissingParameter: Statistics'),
  call('DeleteAlarms', { AlarmNames: [ALARM.AlarmName] }),
  fails('ListTagsForResource', RESOURCE, 'ResourceNotFoundException'),
  fails('DeleteAlarms', { AlarmNames: [ALARM.AlarmName] }, 'ResourceNotFound'),
];

export const cloudwatch: Script = { service: 'cloudwatch', steps: [...METRICS, ...ALARMS] };
