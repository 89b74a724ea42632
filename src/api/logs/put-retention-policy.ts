import type { LogGroups } from '../../observe/log-groups.ts';
import { integer, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { groupName } from './log-shapes.ts';

/** Which periods there are: the domain decides. */
export const putRetentionPolicy = operation<LogGroups>()({
  name: 'PutRetentionPolicy',
  input: structure({ logGroupName: required(groupName), retentionInDays: required(integer()) }),
  output: structure({}),
  async handle(logs, { logGroupName, retentionInDays }, { scope }) {
    await logs.changeRetention(scope, logGroupName, retentionInDays);
    return {};
  },
});
