import type { LogGroups } from '../../observe/log-groups.ts';
import { map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { groupName } from './log-shapes.ts';

/** The older way to say ListTagsForResource. */
export const listTagsLogGroup = operation<LogGroups>()({
  name: 'ListTagsLogGroup',
  input: structure({ logGroupName: required(groupName) }),
  output: structure({ tags: map(string()) }),
  handle: (logs, { logGroupName }, { scope }) => ({
    tags: { ...logs.tagsOf(scope, logGroupName) },
  }),
});
