import type { LogGroups } from '../../observe/log-groups.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { resourceArn, taggedGroup, tagKeys as tagKeysShape } from './tags.ts';

export const untagResource = operation<LogGroups>()({
  name: 'UntagResource',
  input: structure({
    resourceArn: required(resourceArn),
    tagKeys: required(tagKeysShape({ max: 50 })),
  }),
  output: structure({}),
  async handle(logs, { resourceArn, tagKeys }, { scope }) {
    await logs.tagGroup(scope, taggedGroup(resourceArn, scope), { removed: tagKeys });
    return {};
  },
});
