import type { LogGroups } from '../../observe/log-groups.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { groupName } from './log-shapes.ts';

export const deleteLogGroup = operation<LogGroups>()({
  name: 'DeleteLogGroup',
  input: structure({ logGroupName: required(groupName) }),
  output: structure({}),
  async handle(logs, { logGroupName }, { scope }) {
    await logs.deleteGroup(scope, logGroupName);
    return {};
  },
});
