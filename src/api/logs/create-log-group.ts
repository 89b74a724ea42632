import { AwsError } from '../../aws/aws-error.ts';
import type { LogGroups } from '../../observe/log-groups.ts';
import { boolean, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { groupName, refuse } from './log-shapes.ts';
import { tags as tagsShape } from './tags.ts';

export const createLogGroup = operation<LogGroups>()({
  name: 'CreateLogGroup',
  input: structure({
    logGroupName: required(groupName),
    kmsKeyId: string({ max: 256 }),
    tags: tagsShape,
    logGroupClass: string({ enum: ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'] }),
    deletionProtectionEnabled: boolean(),
  }),
  output: structure({}),
  async handle(logs, input, { scope }) {
    const { logGroupName, logGroupClass, tags, ...rest } = input;
    refuse(rest, ['kmsKeyId', 'deletionProtectionEnabled']);
    refuse({ logGroupClass: logGroupClass !== 'STANDARD' && logGroupClass }, ['logGroupClass']);
    if (logGroupName.startsWith('aws/')) {
      const text = "A log group's name cannot start with aws/.";
      throw new AwsError('InvalidParameterException', text);
    }
    await logs.createGroup(scope, logGroupName, { tags });
    return {};
  },
});
