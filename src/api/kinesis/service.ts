import type { Streams } from '../../kinesis/streams.ts';
import { bind, type Service } from '../operation.ts';
import { addTagsToStream } from './add-tags-to-stream.ts';
import { createStream } from './create-stream.ts';
import { decreaseStreamRetentionPeriod } from './decrease-stream-retention-period.ts';
import { deleteResourcePolicy } from './delete-resource-policy.ts';
import { deleteStream } from './delete-stream.ts';
import { deregisterStreamConsumer } from './deregister-stream-consumer.ts';
import { describeAccountSettings } from './describe-account-settings.ts';
import { describeLimits } from './describe-limits.ts';
import { describeStream } from './describe-stream.ts';
import { describeStreamConsumer } from './describe-stream-consumer.ts';
import { describeStreamSummary } from './describe-stream-summary.ts';
import { disableEnhancedMonitoring } from './disable-enhanced-monitoring.ts';
import { enableEnhancedMonitoring } from './enable-enhanced-monitoring.ts';
import { toAwsError } from './errors.ts';
import { getRecords } from './get-records.ts';
import { getResourcePolicy } from './get-resource-policy.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { increaseStreamRetentionPeriod } from './increase-stream-retention-period.ts';
import { listShards } from './list-shards.ts';
import { listStreamConsumers } from './list-stream-consumers.ts';
import { listStreams } from './list-streams.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listTagsForStream } from './list-tags-for-stream.ts';
import { mergeShards } from './merge-shards.ts';
import { putRecord } from './put-record.ts';
import { putRecords } from './put-records.ts';
import { putResourcePolicy } from './put-resource-policy.ts';
import { registerStreamConsumer } from './register-stream-consumer.ts';
import { removeTagsFromStream } from './remove-tags-from-stream.ts';
import { splitShard } from './split-shard.ts';
import { startStreamEncryption } from './start-stream-encryption.ts';
import { stopStreamEncryption } from './stop-stream-encryption.ts';
import { subscribeToShard } from './subscribe-to-shard.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateAccountSettings } from './update-account-settings.ts';
import { updateMaxRecordSize } from './update-max-record-size.ts';
import { updateShardCount } from './update-shard-count.ts';
import { updateStreamMode } from './update-stream-mode.ts';
import { updateStreamWarmThroughput } from './update-stream-warm-throughput.ts';

/** Kinesis Data Streams as its clients know it. */
export function kinesisService(streams: Streams): Service {
  return {
    signingName: 'kinesis',
    protocols: [
      { name: 'aws-json', version: '1.1', targetPrefix: 'Kinesis_20131202' },
      { name: 'aws-cbor', targetPrefix: 'Kinesis_20131202' },
    ],
    operations: bind(streams, [
      addTagsToStream,
      createStream,
      decreaseStreamRetentionPeriod,
      deleteResourcePolicy,
      deleteStream,
      deregisterStreamConsumer,
      describeAccountSettings,
      describeLimits,
      describeStream,
      describeStreamConsumer,
      describeStreamSummary,
      disableEnhancedMonitoring,
      enableEnhancedMonitoring,
      getRecords,
      getResourcePolicy,
      getShardIterator,
      increaseStreamRetentionPeriod,
      listShards,
      listStreamConsumers,
      listStreams,
      listTagsForResource,
      listTagsForStream,
      mergeShards,
      putRecord,
      putRecords,
      putResourcePolicy,
      registerStreamConsumer,
      removeTagsFromStream,
      splitShard,
      startStreamEncryption,
      stopStreamEncryption,
      subscribeToShard,
      tagResource,
      untagResource,
      updateAccountSettings,
      updateMaxRecordSize,
      updateShardCount,
      updateStreamMode,
      updateStreamWarmThroughput,
    ]),
    toAwsError,
  };
}
