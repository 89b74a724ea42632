import type { LogGroups } from '../../observe/log-groups.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { groupName, streamName } from './log-shapes.ts';

export const createLogStream = operation<LogGroups>()({
  name: 'CreateLogStream',
  input: structure({ logGroupName: required(groupName), logStreamName: required(streamName) }),
  output: structure({}),
  async handle(logs, { logGroupName, logStreamName }, { scope }) {
    await logs.createStream(scope, { group: logGroupName, stream: logStreamName });
    return {};
  },
});
