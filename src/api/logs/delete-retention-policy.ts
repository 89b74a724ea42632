import type { LogGroups } from '../../observe/log-groups.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { groupName } from './log-shapes.ts';

export const deleteRetentionPolicy = operation<LogGroups>()({
  name: 'DeleteRetentionPolicy',
  input: structure({ logGroupName: required(groupName) }),
  output: structure({}),
  async handle(logs, { logGroupName }, { scope }) {
    await logs.changeRetention(scope, logGroupName);
    return {};
  },
});
