import { KinesisError } from './kinesis-error.ts';
import { parseSequenceNumber } from './sequence-number.ts';
import { type Shard, sequenceEpochSeconds, shardIdOf } from './shard.ts';
import type { ShardLog } from './shard-log.ts';
import type { Stream } from './stream.ts';

/** Where to read in a shard; the same five kinds that a shard iterator can have. */
export type ShardPosition =
  | { readonly type: 'TRIM_HORIZON' | 'LATEST' }
  /** The first record that arrived at or after `timestamp`, in milliseconds since the epoch. */
  | { readonly type: 'AT_TIMESTAMP'; readonly timestamp: number }
  | {
      readonly type: 'AT_SEQUENCE_NUMBER' | 'AFTER_SEQUENCE_NUMBER';
      readonly sequenceNumber: string;
    };

/**
 * The sequence index at which a position stands now. It may lie before the oldest record kept, or
 * after the newest one.
 *
 * @throws KinesisError InvalidArgument when the sequence number is not one of this shard
 */
export function indexOfPosition(
  position: ShardPosition,
  { stream, shard, log }: { stream: Stream; shard: Shard; log: ShardLog },
): number {
  switch (position.type) {
    case 'TRIM_HORIZON':
      return 0;
    case 'LATEST':
      return shard.tail.nextIndex;
    case 'AT_TIMESTAMP':
      return log.firstAtOrAfter(position.timestamp, shard.tail.nextIndex);
    case 'AT_SEQUENCE_NUMBER':
      return indexIn(stream, shard, position.sequenceNumber);
    case 'AFTER_SEQUENCE_NUMBER':
      return indexIn(stream, shard, position.sequenceNumber) + 1;
  }
}

/** The index in a sequence number that must be one of this very shard. */
function indexIn({ scope, definition }: Stream, shard: Shard, sequenceNumber: string): number {
  const parts = parseSequenceNumber(sequenceNumber);
  const invalid = (why: string) =>
    new KinesisError(
      'InvalidArgument',
      `StartingSequenceNumber ${sequenceNumber} used in GetShardIterator on shard ` +
        `${shard.shardId} in stream ${definition.streamName} under account ${scope.account} ` +
        `is invalid${why}.`,
    );
  if (!parts) throw invalid('');
  if (parts.shardIndex !== shard.definition.index) {
    throw new KinesisError(
      'InvalidArgument',
      `Invalid StartingSequenceNumber. It encodes ${shardIdOf(parts.shardIndex)}, while it was ` +
        `used in a call to a shard with ${shard.shardId}`,
    );
  }
  if (parts.shardCreatedAtSeconds !== sequenceEpochSeconds(shard.definition)) {
    throw invalid(' because it did not come from this stream');
  }
  // The number that ends a closed shard has an index past what a JavaScript number counts exactly.
  return Math.min(Number(parts.index), Number.MAX_SAFE_INTEGER - 1);
}
