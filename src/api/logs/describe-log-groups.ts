import { AwsError } from '../../aws/aws-error.ts';
import type { LogGroups } from '../../observe/log-groups.ts';
import { boolean, integer, list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  describeLimit,
  groupIdentifier,
  groupName,
  groupOf,
  nextToken,
  refuse,
  time,
} from './log-shapes.ts';

export const describeLogGroups = operation<LogGroups>()({
  name: 'DescribeLogGroups',
  input: structure({
    accountIdentifiers: list(string({ min: 12, max: 12, pattern: '\\d{12}' }), { max: 20 }),
    logGroupNamePrefix: groupName,
    logGroupNamePattern: string({ max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]*' }),
    nextToken,
    limit: describeLimit,
    includeLinkedAccounts: boolean(),
    logGroupClass: string({ enum: ['STANDARD', 'INFREQUENT_ACCESS', 'DELIVERY'] }),
    logGroupIdentifiers: list(groupIdentifier, { min: 1, max: 50 }),
  }),
  output: structure({
    logGroups: list(
      structure({
        logGroupName: string(),
        creationTime: time(),
        retentionInDays: integer(),
        metricFilterCount: integer(),
        arn: string(),
        logGroupArn: string(),
        storedBytes: integer(),
        logGroupClass: string(),
      }),
    ),
    nextToken: string(),
  }),
  handle(logs, input, { scope }) {
    refuse(input, ['accountIdentifiers', 'includeLinkedAccounts']);
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, limit } = input;
    if (prefix !== undefined && pattern !== undefined) {
      const text = 'LogGroup name prefix and LogGroup name pattern are mutually exclusive.';
      throw new AwsError('InvalidParameterException', text);
    }
    // All groups here are of the standard class.
    if (!['STANDARD', undefined].includes(input.logGroupClass)) return { logGroups: [] };
    const names = input.logGroupIdentifiers?.map((logGroupIdentifier) =>
      groupOf({ logGroupIdentifier }, scope),
    );
    const query = { prefix, pattern, names, limit, nextToken: input.nextToken };
    const { groups, nextToken } = logs.describeGroups(scope, query);
    return {
      logGroups: groups.map(({ name, creationTime, retentionInDays, storedBytes, arn }) => ({
        logGroupName: name,
        creationTime,
        ...(retentionInDays !== undefined && { retentionInDays }),
        metricFilterCount: 0,
        arn: `${arn}:*`,
        logGroupArn: arn,
        storedBytes,
        logGroupClass: 'STANDARD',
      })),
      ...(nextToken && { nextToken }),
    };
  },
});
