import type { Alarms } from '../../observe/alarms.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { alarmNames } from './alarm-shapes.ts';

export const enableAlarmActions = operation<Alarms>()({
  name: 'EnableAlarmActions',
  input: structure({ AlarmNames: required(alarmNames) }),
  output: structure({}),
  async handle(alarms, { AlarmNames }, { scope }) {
    await alarms.enableActions(scope, AlarmNames, true);
    return {};
  },
});
