import type { Alarms } from '../../observe/alarms.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { resourceArn, taggedAlarm, tags } from './alarm-shapes.ts';

export const listTagsForResource = operation<Alarms>()({
  name: 'ListTagsForResource',
  input: structure({ ResourceARN: required(resourceArn) }),
  output: structure({ Tags: tags }),
  handle(alarms, { ResourceARN }, { scope }) {
    const { tags: found } = taggedAlarm(alarms, ResourceARN, scope);
    return { Tags: Object.entries(found).map(([Key, Value]) => ({ Key, Value })) };
  },
});
