import { AwsError } from '../../aws/aws-error.ts';
import type { LogGroups } from '../../observe/log-groups.ts';
import { boolean, list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  eventsLimit,
  groupIdentifier,
  groupName,
  groupOf,
  nextToken,
  streamName,
  time,
} from './log-shapes.ts';

/** `interleaved` has no effect, here as on AWS since 2019; nor has `unmask`: nothing is masked. */
export const filterLogEvents = operation<LogGroups>()({
  name: 'FilterLogEvents',
  input: structure({
    logGroupName: groupName,
    logGroupIdentifier: groupIdentifier,
    logStreamNames: list(streamName, { min: 1, max: 100 }),
    logStreamNamePrefix: streamName,
    startTime: time(),
    endTime: time(),
    filterPattern: string({ max: 1024 }),
    nextToken,
    limit: eventsLimit,
    interleaved: boolean(),
    unmask: boolean(),
  }),
  output: structure({
    events: list(
      structure({
        logStreamName: string(),
        timestamp: time(),
        message: string(),
        ingestionTime: time(),
        eventId: string(),
      }),
    ),
    searchedLogStreams: list(structure({ logStreamName: string(), searchedCompletely: boolean() })),
    nextToken: string(),
  }),
  handle(logs, input, { scope }) {
    const { logStreamNames: streams, logStreamNamePrefix: streamPrefix } = input;
    if (streams && streamPrefix !== undefined) {
      const text = 'logStreamNames and logStreamNamePrefix are mutually exclusive.';
      throw new AwsError('InvalidParameterException', text);
    }
    const { startTime, endTime, limit, filterPattern: pattern } = input;
    const { events, nextToken } = logs.filterEvents(scope, {
      group: groupOf(input, scope),
      streams,
      streamPrefix,
      startTime,
      endTime,
      pattern,
      limit,
      nextToken: input.nextToken,
    });
    return {
      events: events.map(({ stream, timestamp, message, ingestionTime, eventId }) => ({
        logStreamName: stream,
        timestamp,
        message,
        ingestionTime,
        eventId,
      })),
      // Always empty on AWS since June 2020.
      searchedLogStreams: [],
      ...(nextToken && { nextToken }),
    };
  },
});
