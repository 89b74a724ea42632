import type { LogGroups } from '../../observe/log-groups.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { resourceArn, taggedGroup, tags as tagsShape } from './tags.ts';

export const tagResource = operation<LogGroups>()({
  name: 'TagResource',
  input: structure({ resourceArn: required(resourceArn), tags: required(tagsShape) }),
  output: structure({}),
  async handle(logs, { resourceArn, tags }, { scope }) {
    await logs.tagGroup(scope, taggedGroup(resourceArn, scope), { set: tags });
    return {};
  },
});
