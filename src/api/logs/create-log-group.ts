import type { LogGroups } from '../../observe/log-groups.ts';
import { boolean, map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { groupName, refuse } from './log-shapes.ts';

export const createLogGroup = operation<LogGroups>()({
  name: 'CreateLogGroup',
  input: structure({
    logGroupName: required(groupName),
    kmsKeyId: string({ max: 256 }),
    tags: map(string({ max: 256 }), { min: 1, max: 50 }),
    logGroupClass: string({ enum: ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'] }),
    deletionProtectionEnabled: boolean(),
  }),
  output: structure({}),
  async handle(logs, input, { scope }) {
    const { logGroupName, logGroupClass, ...rest } = input;
    refuse(rest, ['kmsKeyId', 'tags', 'deletionProtectionEnabled']);
    refuse({ logGroupClass: logGroupClass !== 'STANDARD' && logGroupClass }, ['logGroupClass']);
    await logs.createGroup(scope, logGroupName);
    return {};
  },
});
