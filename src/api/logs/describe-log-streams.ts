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
  streamName,
  time,
} from './log-shapes.ts';

export const describeLogStreams = operation<LogGroups>()({
  name: 'DescribeLogStreams',
  input: structure({
    logGroupName: groupName,
    logGroupIdentifier: groupIdentifier,
    logStreamNamePrefix: streamName,
    orderBy: string({ enum: ['LogStreamName', 'LastEventTime'] }),
    descending: boolean(),
    nextToken,
    limit: describeLimit,
  }),
  output: structure({
    logStreams: list(
      structure({
        logStreamName: string(),
        creationTime: time(),
        firstEventTimestamp: time(),
        lastEventTimestamp: time(),
        lastIngestionTime: time(),
        arn: string(),
        storedBytes: integer(),
      }),
    ),
    nextToken: string(),
  }),
  handle(logs, input, { scope }) {
    const { logStreamNamePrefix: prefix, descending, limit } = input;
    const orderBy = input.orderBy as 'LogStreamName' | 'LastEventTime' | undefined;
    if (orderBy === 'LastEventTime' && prefix !== undefined) {
      const text = 'Cannot order by LastEventTime with a logStreamNamePrefix.';
      throw new AwsError('InvalidParameterException', text);
    }
    const page = { prefix, orderBy, descending, limit, nextToken: input.nextToken };
    const { streams, nextToken } = logs.describeStreams(scope, {
      group: groupOf(input, scope),
      ...page,
    });
    return {
      // AWS has reported 0 for every stream since June 2019.
      logStreams: streams.map(({ name, ...times }) => ({
        logStreamName: name,
        ...times,
        storedBytes: 0,
      })),
      ...(nextToken && { nextToken }),
    };
  },
});
