import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { metricsClient } from './metrics-client.suite.ts';

const TOPIC = 'arn:aws:sns:us-east-1:000000000000:alarms';
const ALARM = {
  AlarmName: 'too many',
  Namespace: 'Shop',
  MetricName: 'Orders',
  Dimensions: [{ Name: 'Shop', Value: 'one' }],
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanThreshold',
};
const ARN = 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:too many';

/** A client with the means to see how an alarm goes. */
function alarmsClient() {
  const client = metricsClient();
  const described = async (query: object = {}) =>
    (await client.call('DescribeAlarms', query)).MetricAlarms;
  const state = async () => (await described({ AlarmNames: [ALARM.AlarmName] }))[0].StateValue;
  return { ...client, described, state };
}

test('an alarm is described as it was put', async () => {
  const { call, described, nowMs } = alarmsClient();
  await call('PutMetricAlarm', { ...ALARM, AlarmActions: [TOPIC], TreatMissingData: 'ignore' });
  expect(await described()).toEqual([
    {
      ...ALARM,
      AlarmArn: ARN,
      AlarmConfigurationUpdatedTimestamp: nowMs,
      ActionsEnabled: true,
      OKActions: [],
      AlarmActions: [TOPIC],
      InsufficientDataActions: [],
      StateValue: 'INSUFFICIENT_DATA',
      StateReason: 'Unchecked: Initial alarm creation',
      StateUpdatedTimestamp: nowMs,
      StateTransitionedTimestamp: nowMs,
      TreatMissingData: 'ignore',
    },
  ]);
});

test('it goes by what the minutes that are over hold, and tells its topics', async () => {
  const { call, putValues, state, clock, notified } = alarmsClient();
  await call('PutMetricAlarm', { ...ALARM, AlarmActions: [TOPIC], OKActions: [`${TOPIC}-ok`] });
  await putValues(9, 1);
  expect(await state()).toBe('INSUFFICIENT_DATA');
  clock.advance(60_000);
  expect(await state()).toBe('ALARM');
  expect(notified).toMatchObject([
    { topicArn: TOPIC, subject: 'ALARM: "too many" in US East (N. Virginia)' },
  ]);
  expect(JSON.parse(notified[0]!.message)).toMatchObject({
    AlarmName: 'too many',
    AWSAccountId: '000000000000',
    NewStateValue: 'ALARM',
    OldStateValue: 'INSUFFICIENT_DATA',
    Region: 'US East (N. Virginia)',
    AlarmArn: ARN,
    Trigger: { MetricName: 'Orders', Statistic: 'SUM', Period: 60, Threshold: 5 },
  });
  clock.advance(60_000);
  expect(await state()).toBe('OK');
  expect(notified).toHaveLength(2);
  clock.advance(3 * 60_000);
  expect(await state()).toBe('INSUFFICIENT_DATA');
});

test('a state that is set holds until the next evaluation', async () => {
  const { call, state, clock, notified } = alarmsClient();
  await call('PutMetricAlarm', { ...ALARM, AlarmActions: [TOPIC] });
  const set = { AlarmName: ALARM.AlarmName, StateValue: 'ALARM', StateReason: 'a drill' };
  await call('SetAlarmState', set);
  expect(await state()).toBe('ALARM');
  expect(JSON.parse(notified[0]!.message)).toMatchObject({ NewStateReason: 'a drill' });
  clock.advance(60_000);
  expect(await state()).toBe('INSUFFICIENT_DATA');
  const other = call('SetAlarmState', { ...set, AlarmName: 'x' });
  await expect(other).rejects.toMatchObject({ code: 'ResourceNotFound', status: 404 });
  const noJson = call('SetAlarmState', { ...set, StateReasonData: '{' });
  await expect(noJson).rejects.toMatchObject({ queryCode: 'InvalidFormat' });
});

test('disabled actions tell nobody', async () => {
  const { call, notified } = alarmsClient();
  await call('PutMetricAlarm', { ...ALARM, AlarmActions: [TOPIC] });
  const AlarmNames = [ALARM.AlarmName, 'of which there is none'];
  const set = { AlarmName: ALARM.AlarmName, StateReason: 'a drill' };
  await call('DisableAlarmActions', { AlarmNames });
  await call('SetAlarmState', { ...set, StateValue: 'ALARM' });
  expect(notified).toEqual([]);
  await call('EnableAlarmActions', { AlarmNames });
  await call('SetAlarmState', { ...set, StateValue: 'OK' });
  await call('SetAlarmState', { ...set, StateValue: 'ALARM' });
  expect(notified).toHaveLength(1);
});

test('the history has what happened, and what could not', async () => {
  const { call, problems } = alarmsClient();
  const AlarmActions = [TOPIC, `${TOPIC}-gone`];
  await call('PutMetricAlarm', { ...ALARM, AlarmActions });
  await call('PutMetricAlarm', { ...ALARM, AlarmActions });
  const { AlarmName } = ALARM;
  await call('SetAlarmState', { AlarmName, StateValue: 'ALARM', StateReason: 'a drill' });
  await call('DeleteAlarms', { AlarmNames: [AlarmName] });
  const summaries = [
    'Alarm "too many" created',
    'Alarm "too many" updated',
    'Alarm updated from INSUFFICIENT_DATA to ALARM',
    `Successfully executed action ${TOPIC}`,
    `Failed to execute action ${TOPIC}-gone. Received error: "Topic does not exist"`,
    'Alarm "too many" deleted',
  ];
  expect(problems).toEqual([`Alarm too many: ${summaries[4]}`]);
  const found: string[] = [];
  let NextToken: string | undefined;
  do {
    const query = { AlarmName, MaxRecords: 4, ScanBy: 'TimestampAscending', NextToken };
    const page = await call('DescribeAlarmHistory', query);
    found.push(
      ...page.AlarmHistoryItems.map((item: { HistorySummary: string }) => item.HistorySummary),
    );
    ({ NextToken } = page);
  } while (NextToken);
  expect(found).toEqual(summaries);
  const { AlarmHistoryItems } = await call('DescribeAlarmHistory', {
    HistoryItemType: 'StateUpdate',
  });
  expect(AlarmHistoryItems).toMatchObject([{ AlarmType: 'MetricAlarm', AlarmName }]);
  expect(JSON.parse(AlarmHistoryItems[0].HistoryData)).toMatchObject({
    newState: { stateValue: 'ALARM', stateReason: 'a drill' },
  });
  const latest = await call('DescribeAlarmHistory', { MaxRecords: 1 });
  expect(latest.AlarmHistoryItems[0].HistorySummary).toBe(summaries[5]);
});

test('alarms are found by name, state, action and metric, in pages', async () => {
  const { call, described } = alarmsClient();
  for (const AlarmName of ['a1', 'a2', 'b1']) {
    await call('PutMetricAlarm', { ...ALARM, AlarmName, OKActions: [`${TOPIC}-${AlarmName}`] });
  }
  await call('SetAlarmState', { AlarmName: 'b1', StateValue: 'OK', StateReason: '' });
  const names = async (query: object) =>
    (await described(query)).map((alarm: { AlarmName: string }) => alarm.AlarmName);
  expect(await names({ AlarmNamePrefix: 'a' })).toEqual(['a1', 'a2']);
  expect(await names({ AlarmNames: ['b1', 'c'] })).toEqual(['b1']);
  expect(await names({ StateValue: 'OK' })).toEqual(['b1']);
  expect(await names({ ActionPrefix: `${TOPIC}-a2` })).toEqual(['a2']);
  expect(await names({ AlarmTypes: ['CompositeAlarm'] })).toEqual([]);
  const first = await call('DescribeAlarms', { MaxRecords: 2 });
  expect(await names({ MaxRecords: 2, NextToken: first.NextToken })).toEqual(['b1']);
  const { Namespace, MetricName, Dimensions } = ALARM;
  const ofMetric = { Namespace, MetricName, Dimensions };
  expect((await call('DescribeAlarmsForMetric', ofMetric)).MetricAlarms).toHaveLength(3);
  const other = { ...ofMetric, Dimensions: [] };
  expect((await call('DescribeAlarmsForMetric', other)).MetricAlarms).toEqual([]);
  await expect(call('DescribeAlarms', { NextToken: '!' })).rejects.toEqual(
    refused('InvalidNextToken'),
  );
});

test('an alarm that is put again keeps its state and its tags', async () => {
  const { call, described } = alarmsClient();
  await call('PutMetricAlarm', { ...ALARM, Tags: [{ Key: 'team', Value: 'x' }] });
  const { AlarmName } = ALARM;
  await call('SetAlarmState', { AlarmName, StateValue: 'OK', StateReason: 'fine' });
  await call('PutMetricAlarm', { ...ALARM, Threshold: 7, Tags: [{ Key: 'a', Value: 'b' }] });
  expect(await described()).toMatchObject([{ StateValue: 'OK', Threshold: 7 }]);
  const tags = { Tags: [{ Key: 'team', Value: 'x' }] };
  expect(await call('ListTagsForResource', { ResourceARN: ARN })).toEqual(tags);
  await call('TagResource', { ResourceARN: ARN, Tags: [{ Key: 'a', Value: 'b' }] });
  await call('UntagResource', { ResourceARN: ARN, TagKeys: ['team'] });
  expect(await call('ListTagsForResource', { ResourceARN: ARN })).toEqual({
    Tags: [{ Key: 'a', Value: 'b' }],
  });
});

test.each([
  ['ListTagsForResource', {}],
  ['TagResource', { Tags: [{ Key: 'a', Value: 'b' }] }],
  ['UntagResource', { TagKeys: ['a'] }],
])('%s has an error of its own for an alarm that is not there', async (operation, input) => {
  const { call } = alarmsClient();
  const other = ARN.replace('us-east-1', 'ap-south-1');
  for (const ResourceARN of [ARN, other]) {
    await expect(call(operation, { ResourceARN, ...input })).rejects.toMatchObject({
      ...{ code: 'ResourceNotFoundException', queryCode: 'ResourceNotFoundException', status: 404 },
      message: `There is no resource ${ResourceARN}.`,
    });
  }
});

test('alarms are deleted all or none', async () => {
  const { call, described } = alarmsClient();
  await call('PutMetricAlarm', ALARM);
  const some = call('DeleteAlarms', { AlarmNames: [ALARM.AlarmName, 'x'] });
  await expect(some).rejects.toMatchObject({ code: 'ResourceNotFound', status: 404 });
  expect(await described()).toHaveLength(1);
  await call('DeleteAlarms', { AlarmNames: [ALARM.AlarmName] });
  expect(await described()).toEqual([]);
});

test.each([
  [{ Metrics: [] }, 'ValidationException', 'Metrics is not supported here.'],
  [{ ExtendedStatistic: 'p99' }, 'ValidationException', 'ExtendedStatistic is not supported here.'],
  [{ ComparisonOperator: 'LessThanLowerThreshold' }, 'ValidationException', /not supported here/],
  [{ Period: 30 }, 'ValidationException', /multiple of 60/],
  [{ EvaluationPeriods: 1441 }, 'ValidationException', /across more than a day \(.* <= 86400\)/],
  [{ Period: 3600, EvaluationPeriods: 169 }, 'ValidationException', /across more than 7 days/],
  [{ DatapointsToAlarm: 2 }, 'ValidationException', /less than or equal to EvaluationPeriods/],
  [{ AlarmActions: ['x'] }, 'ValidationException', 'Invalid arn syntax: x'],
  [{ AlarmActions: ['arn:aws:automate:us-east-1:ec2:stop'] }, 'ValidationException', /only SNS/],
  [{ Threshold: undefined }, 'MissingRequiredParameterException', /Threshold/],
  [{ TreatMissingData: 'x' }, 'ValidationException', /treatMissingData/i],
] as [object, string, string | RegExp][])(
  'an alarm with %j is refused',
  async (more, code, text) => {
    const { call } = alarmsClient();
    await expect(call('PutMetricAlarm', { ...ALARM, ...more })).rejects.toEqual(
      refused(code, text),
    );
  },
);

test('a name with a control character is refused', async () => {
  const { call } = alarmsClient();
  const AlarmName = 'a\u0000';
  const calls = [
    call('PutMetricAlarm', { ...ALARM, AlarmName }),
    call('SetAlarmState', { AlarmName, StateValue: 'OK', StateReason: 'a' }),
    call('DeleteAlarms', { AlarmNames: [AlarmName] }),
  ];
  for (const each of await Promise.allSettled(calls))
    expect(each).toMatchObject({ reason: { message: expect.stringContaining('alarmName') } });
});

test('an alarm on what is not measured here is announced', async () => {
  const { call, problems } = alarmsClient();
  await call('PutMetricAlarm', { ...ALARM, Namespace: 'AWS/Lambda' });
  expect(problems).toEqual([]);
  await call('PutMetricAlarm', { ...ALARM, Namespace: 'AWS/DynamoDB' });
  expect(problems).toEqual([expect.stringContaining('there are no metrics of AWS/DynamoDB here')]);
});
