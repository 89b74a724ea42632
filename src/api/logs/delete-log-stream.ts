import type { LogGroups } from '../../observe/log-groups.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { groupName, streamName } from './log-shapes.ts';

export const deleteLogStream = operation<LogGroups>()({
  name: 'DeleteLogStream',
  input: structure({ logGroupName: required(groupName), logStreamName: required(streamName) }),
  output: structure({}),
  async handle(logs, { logGroupName, logStreamName }, { scope }) {
    await logs.deleteStream(scope, { group: logGroupName, stream: logStreamName });
    return {};
  },
});
