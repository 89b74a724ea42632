import type { Streams } from '../../kinesis/streams.ts';
import { blob, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { noteDoubleEncoding } from './doubly-encoded.ts';
import { namedStream } from './named-stream.ts';
import {
  encryptionType,
  hashKey,
  partitionKey,
  sequenceNumber,
  shardId,
  streamMembers,
} from './shapes.ts';

/** Puts one record. */
export const putRecord = operation<Streams>()({
  name: 'PutRecord',
  input: structure({
    ...streamMembers,
    Data: required(blob({ max: 10_485_760 })),
    PartitionKey: required(partitionKey),
    ExplicitHashKey: hashKey,
    SequenceNumberForOrdering: sequenceNumber,
  }),
  output: structure({
    ShardId: required(shardId),
    SequenceNumber: required(sequenceNumber),
    EncryptionType: encryptionType,
  }),
  async handle(streams, input, context) {
    const { scope, userAgent } = context;
    const streamName = namedStream(streams, input, scope);
    const placed = await streams.putRecord(scope, streamName, {
      data: input.Data,
      partitionKey: input.PartitionKey,
      explicitHashKey: input.ExplicitHashKey,
      sequenceNumberForOrdering: input.SequenceNumberForOrdering,
    });
    noteDoubleEncoding(streams, { streamName, userAgent }, [input.Data]);
    return {
      ShardId: placed.shardId,
      SequenceNumber: placed.sequenceNumber,
      EncryptionType: placed.encryptionType,
    };
  },
});
