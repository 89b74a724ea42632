import type { LogGroups } from '../../observe/log-groups.ts';
import { integer, list, map, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { groupName, refuse, streamName, time } from './log-shapes.ts';

/**
 * What may stand in one request, and which events are left out of it: the domain decides.
 * Source: PutLogEvents API reference. Sequence tokens are accepted and have no effect, as on AWS
 * since 2023.
 */
export const putLogEvents = operation<LogGroups>()({
  name: 'PutLogEvents',
  input: structure({
    logGroupName: required(groupName),
    logStreamName: required(streamName),
    logEvents: required(
      list(structure({ timestamp: required(time()), message: required(string({ min: 1 })) }), {
        min: 1,
        max: 10_000,
      }),
    ),
    sequenceToken: string({ min: 1 }),
    entity: structure({ keyAttributes: map(string()), attributes: map(string()) }),
  }),
  output: structure({
    nextSequenceToken: string(),
    rejectedLogEventsInfo: structure({
      tooNewLogEventStartIndex: integer(),
      tooOldLogEventEndIndex: integer(),
      expiredLogEventEndIndex: integer(),
    }),
  }),
  async handle(logs, input, { scope }) {
    refuse(input, ['entity']);
    const name = { group: input.logGroupName, stream: input.logStreamName };
    const { tooNew, tooOld, expired } = await logs.put(scope, name, input.logEvents);
    const rejected = {
      ...(tooNew !== undefined && { tooNewLogEventStartIndex: tooNew }),
      ...(tooOld !== undefined && { tooOldLogEventEndIndex: tooOld }),
      ...(expired !== undefined && { expiredLogEventEndIndex: expired }),
    };
    return Object.keys(rejected).length > 0 ? { rejectedLogEventsInfo: rejected } : {};
  },
});
