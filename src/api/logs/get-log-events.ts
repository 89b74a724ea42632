import type { LogGroups } from '../../observe/log-groups.ts';
import { boolean, list, required, string, structure } from '../../wire/shape.ts';
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

/** `unmask` has no effect: nothing is masked here. */
export const getLogEvents = operation<LogGroups>()({
  name: 'GetLogEvents',
  input: structure({
    logGroupName: groupName,
    logGroupIdentifier: groupIdentifier,
    logStreamName: required(streamName),
    startTime: time(),
    endTime: time(),
    nextToken,
    limit: eventsLimit,
    startFromHead: boolean(),
    unmask: boolean(),
  }),
  output: structure({
    events: list(structure({ timestamp: time(), message: string(), ingestionTime: time() })),
    nextForwardToken: string(),
    nextBackwardToken: string(),
  }),
  handle(logs, input, { scope }) {
    const { logStreamName: stream, startTime, endTime, limit, startFromHead } = input;
    const { events, ...tokens } = logs.getEvents(scope, {
      group: groupOf(input, scope),
      stream,
      startTime,
      endTime,
      limit,
      startFromHead,
      nextToken: input.nextToken,
    });
    return {
      events: events.map(({ timestamp, message, ingestionTime }) => ({
        timestamp,
        message,
        ingestionTime,
      })),
      ...tokens,
    };
  },
});
