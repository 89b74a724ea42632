import type { ShardPosition } from '../../kinesis/shard-position.ts';
import type { Streams } from '../../kinesis/streams.ts';
import { required, string, structure, timestamp } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { invalidArgument, namedStream } from './named-stream.ts';
import { sequenceNumber, shardId, shardIterator, streamMembers } from './shapes.ts';

export const SHARD_ITERATOR_TYPES = [
  'AT_SEQUENCE_NUMBER',
  'AFTER_SEQUENCE_NUMBER',
  'TRIM_HORIZON',
  'LATEST',
  'AT_TIMESTAMP',
] as const;

const input = structure({
  ...streamMembers,
  ShardId: required(shardId),
  ShardIteratorType: required(string({ enum: SHARD_ITERATOR_TYPES })),
  StartingSequenceNumber: sequenceNumber,
  Timestamp: timestamp(),
});

/** Makes an iterator that stands at a position as it is now, and expires after five minutes. */
export const getShardIterator = operation<Streams>()({
  name: 'GetShardIterator',
  input,
  output: structure({ ShardIterator: shardIterator }),
  handle(streams, request, { scope }) {
    const streamName = namedStream(streams, request, scope);
    const position = positionOf({
      type: request.ShardIteratorType,
      sequenceNumber: request.StartingSequenceNumber,
      timestamp: request.Timestamp,
    });
    const iterator = streams.getShardIterator({
      scope,
      streamName,
      shardId: request.ShardId,
      position,
    });
    return { ShardIterator: iterator };
  },
});

/** How a request says where to begin; `type` is one of the five. */
interface AskedPosition {
  readonly type: string;
  readonly sequenceNumber?: string | undefined;
  readonly timestamp?: number | undefined;
}

/**
 * Where a request begins. Each type takes only the member that it needs. The texts are observed on
 * AWS.
 *
 * @throws AwsError InvalidArgumentException
 */
export function positionOf({ sequenceNumber, timestamp, ...asked }: AskedPosition): ShardPosition {
  const type = asked.type as ShardPosition['type'];
  if (type === 'AT_SEQUENCE_NUMBER' || type === 'AFTER_SEQUENCE_NUMBER') {
    if (sequenceNumber === undefined) throw contradiction(type, 'no');
    refuseTimestamp(type, timestamp);
    return { type, sequenceNumber };
  }
  if (sequenceNumber !== undefined) throw contradiction(type, 'also a');
  if (type !== 'AT_TIMESTAMP') {
    refuseTimestamp(type, timestamp);
    return { type };
  }
  if (timestamp === undefined) {
    throw invalidArgument(
      'Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. ' +
        'Current request has no timestamp parameter.',
    );
  }
  return { type, timestamp };
}

/** Whether AWS ignores a time that the type has no use for is unknown; here none is ignored. */
function refuseTimestamp(type: string, timestamp: number | undefined): void {
  if (timestamp === undefined) return;
  throw invalidArgument(`Timestamp cannot be provided with ShardIteratorType ${type}.`);
}

const contradiction = (type: string, which: 'no' | 'also a') =>
  invalidArgument(
    'Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and ' +
      'StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. ' +
      `Request specified ${type} and ${which} StartingSequenceNumber.`,
  );
