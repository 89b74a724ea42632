import type { LogGroups } from '../../observe/log-groups.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { groupName } from './log-shapes.ts';
import { tagKeys } from './tags.ts';

/** The older way to say UntagResource. */
export const untagLogGroup = operation<LogGroups>()({
  name: 'UntagLogGroup',
  input: structure({ logGroupName: required(groupName), tags: required(tagKeys({ min: 1 })) }),
  output: structure({}),
  async handle(logs, { logGroupName, tags }, { scope }) {
    await logs.tagGroup(scope, logGroupName, { removed: tags });
    return {};
  },
});
