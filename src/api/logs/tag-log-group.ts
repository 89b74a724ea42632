import type { LogGroups } from '../../observe/log-groups.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { groupName } from './log-shapes.ts';
import { tags as tagsShape } from './tags.ts';

/** The older way to say TagResource. */
export const tagLogGroup = operation<LogGroups>()({
  name: 'TagLogGroup',
  input: structure({ logGroupName: required(groupName), tags: required(tagsShape) }),
  output: structure({}),
  async handle(logs, { logGroupName, tags }, { scope }) {
    await logs.tagGroup(scope, logGroupName, { set: tags });
    return {};
  },
});
