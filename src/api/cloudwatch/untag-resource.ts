import type { Alarms } from '../../observe/alarms.ts';
import { emptyResult, list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { resourceArn, taggedAlarm, tagKey } from './alarm-shapes.ts';

export const untagResource = operation<Alarms>()({
  name: 'UntagResource',
  input: structure({ ResourceARN: required(resourceArn), TagKeys: required(list(tagKey)) }),
  output: emptyResult,
  async handle(alarms, { ResourceARN, TagKeys }, { scope }) {
    await alarms.changeTags(scope, taggedAlarm(alarms, ResourceARN, scope).name, {
      removed: TagKeys,
    });
    return {};
  },
});
