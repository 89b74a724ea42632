import type { Streams } from '../../kinesis/streams.ts';
import { bind, type Service } from '../operation.ts';
import { addTagsToStream } from './add-tags-to-stream.ts';
import { createStream } from './create-stream.ts';
import { decreaseStreamRetentionPeriod } from './decrease-stream-retention-period.ts';
import { deleteStream } from './delete-stream.ts';
import { deregisterStreamConsumer } from './deregister-stream-consumer.ts';
import { describeStream } from './describe-stream.ts';
import { describeStreamConsumer } from './describe-stream-consumer.ts';
import { describeStreamSummary } from './describe-stream-summary.ts';
import { toAwsError } from './errors.ts';
import { getRecords } from './get-records.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { increaseStreamRetentionPeriod } from './increase-stream-retention-period.ts';
import { listShards } from './list-shards.ts';
import { listStreamConsumers } from './list-stream-consumers.ts';
import { listStreams } from './list-streams.ts';
import { listTagsForStream } from './list-tags-for-stream.ts';
import { mergeShards } from './merge-shards.ts';
import { putRecord } from './put-record.ts';
import { putRecords } from './put-records.ts';
import { registerStreamConsumer } from './register-stream-consumer.ts';
import { removeTagsFromStream } from './remove-tags-from-stream.ts';
import { splitShard } from './split-shard.ts';
import { updateShardCount } from './update-shard-count.ts';
import { updateStreamMode } from './update-stream-mode.ts';

/** Kinesis Data Streams as its clients know it. */
export function kinesisService(streams: Streams): Service {
  return {
    signingName: 'kinesis',
    protocols: [{ name: 'aws-json', version: '1.1', targetPrefix: 'Kinesis_20131202' }],
    operations: bind(streams, [
      addTagsToStream,
      createStream,
      decreaseStreamRetentionPeriod,
      deleteStream,
      deregisterStreamConsumer,
      describeStream,
      describeStreamConsumer,
      describeStreamSummary,
      getRecords,
      getShardIterator,
      increaseStreamRetentionPeriod,
      listShards,
      listStreamConsumers,
      listStreams,
      listTagsForStream,
      mergeShards,
      putRecord,
      putRecords,
      registerStreamConsumer,
      removeTagsFromStream,
      splitShard,
      updateShardCount,
      updateStreamMode,
    ]),
    toAwsError,
  };
}
