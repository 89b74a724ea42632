import type { Alarms } from '../../observe/alarms.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { alarmNames } from './alarm-shapes.ts';

export const deleteAlarms = operation<Alarms>()({
  name: 'DeleteAlarms',
  input: structure({ AlarmNames: required(alarmNames) }),
  output: structure({}),
  async handle(alarms, { AlarmNames }, { scope }) {
    await alarms.remove(scope, AlarmNames);
    return {};
  },
});
