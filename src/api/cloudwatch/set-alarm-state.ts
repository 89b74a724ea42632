import type { StateValue } from '../../observe/alarm.ts';
import type { Alarms } from '../../observe/alarms.ts';
import { MetricError } from '../../observe/metric-error.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { alarmName, stateValue } from './alarm-shapes.ts';

/** The state holds until the alarm is evaluated the next time, as on AWS. */
export const setAlarmState = operation<Alarms>()({
  name: 'SetAlarmState',
  input: structure({
    AlarmName: required(alarmName),
    StateValue: required(stateValue),
    StateReason: required(string({ max: 1023 })),
    StateReasonData: string({ max: 4000 }),
  }),
  output: structure({}),
  async handle(alarms, { AlarmName, StateValue, StateReason, StateReasonData }, { scope }) {
    if (StateReasonData !== undefined) checkJson(StateReasonData);
    const value = StateValue as StateValue;
    const state = { value, reason: StateReason, reasonData: StateReasonData };
    await alarms.setState(scope, AlarmName, state);
    return {};
  },
});

function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new MetricError('InvalidFormat', 'StateReasonData was not valid JSON', { cause });
  }
}
