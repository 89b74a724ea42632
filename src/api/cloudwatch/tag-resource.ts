import type { Alarms } from '../../observe/alarms.ts';
import { emptyResult, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { resourceArn, taggedAlarm, tags } from './alarm-shapes.ts';

export const tagResource = operation<Alarms>()({
  name: 'TagResource',
  input: structure({ ResourceARN: required(resourceArn), Tags: required(tags) }),
  output: emptyResult,
  async handle(alarms, { ResourceARN, Tags }, { scope }) {
    const set = Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]));
    await alarms.changeTags(scope, taggedAlarm(alarms, ResourceARN, scope).name, { set });
    return {};
  },
});
