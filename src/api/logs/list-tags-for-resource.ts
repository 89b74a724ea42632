import type { LogGroups } from '../../observe/log-groups.ts';
import { map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { resourceArn, taggedGroup } from './tags.ts';

export const listTagsForResource = operation<LogGroups>()({
  name: 'ListTagsForResource',
  input: structure({ resourceArn: required(resourceArn) }),
  output: structure({ tags: map(string()) }),
  handle: (logs, { resourceArn }, { scope }) => ({
    tags: { ...logs.tagsOf(scope, taggedGroup(resourceArn, scope)) },
  }),
});
