import type { Alarm } from '../../observe/alarm.ts';
import type { Alarms } from '../../observe/alarms.ts';
import { MetricError } from '../../observe/metric-error.ts';
import { list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  alarmName,
  alarmNames,
  alarmTypes,
  maxRecords,
  metricAlarm,
  stateValue,
  writeAlarm,
} from './alarm-shapes.ts';
import { refuse } from './metric-shapes.ts';

/** Source: DescribeAlarms API reference. */
const MOST_ALARMS = 50;

/** All alarms here are metric alarms: composite ones are not supported. */
export const describeAlarms = operation<Alarms>()({
  name: 'DescribeAlarms',
  input: structure({
    AlarmNames: alarmNames,
    AlarmNamePrefix: alarmName,
    AlarmTypes: alarmTypes,
    ChildrenOfAlarmName: alarmName,
    ParentsOfAlarmName: alarmName,
    StateValue: stateValue,
    ActionPrefix: string({ min: 1, max: 1024 }),
    MaxRecords: maxRecords,
    NextToken: string(),
  }),
  output: structure({
    CompositeAlarms: list(structure({})),
    MetricAlarms: list(metricAlarm),
    NextToken: string(),
  }),
  handle(alarms, input, { scope }) {
    refuse(input, ['ChildrenOfAlarmName', 'ParentsOfAlarmName']);
    const { AlarmNames, AlarmNamePrefix = '', MaxRecords = MOST_ALARMS } = input;
    if (AlarmNames && input.AlarmNamePrefix !== undefined) {
      const text = 'AlarmNames and AlarmNamePrefix cannot be used together.';
      throw new MetricError('InvalidParameterCombination', text);
    }
    const { StateValue, ActionPrefix, AlarmTypes } = input;
    const acts = ({ actions }: Alarm) =>
      Object.values(actions)
        .flat()
        .some((action) => action.startsWith(ActionPrefix ?? ''));
    const after = readToken(input.NextToken);
    const found = alarms
      .list(scope)
      .filter(
        (alarm) =>
          (AlarmTypes?.includes('MetricAlarm') ?? true) &&
          (AlarmNames?.includes(alarm.name) ?? true) &&
          alarm.name.startsWith(AlarmNamePrefix) &&
          (StateValue === undefined || alarm.state.value === StateValue) &&
          (ActionPrefix === undefined || acts(alarm)),
      );
    const left = after === undefined ? found : found.filter(({ name }) => isBehind(name, after));
    const page = left.slice(0, MaxRecords);
    const hasMore = page.length < left.length;
    return {
      CompositeAlarms: [],
      MetricAlarms: page.map(writeAlarm),
      ...(hasMore && { NextToken: Buffer.from(page.at(-1)!.name).toString('base64url') }),
    };
  },
});

/** Names are ordered by their bytes, not as JavaScript compares text. */
const isBehind = (name: string, other: string) =>
  Buffer.compare(Buffer.from(name), Buffer.from(other)) > 0;

/** A token is the last name of the page before, whose alarm may be gone. */
function readToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const name = Buffer.from(token, 'base64url').toString();
  if (Buffer.from(name).toString('base64url') === token) return name;
  throw new MetricError('InvalidNextToken', 'The NextToken is invalid.');
}
