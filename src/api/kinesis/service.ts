import type { Streams } from '../../kinesis/streams.ts';
import { bind, type Service } from '../operation.ts';
import { addTagsToStream } from './add-tags-to-stream.ts';
import { createStream } from './create-stream.ts';
import { deleteStream } from './delete-stream.ts';
import { describeStream } from './describe-stream.ts';
import { describeStreamSummary } from './describe-stream-summary.ts';
import { toAwsError } from './errors.ts';
import { getRecords } from './get-records.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { listShards } from './list-shards.ts';
import { listStreams } from './list-streams.ts';
import { listTagsForStream } from './list-tags-for-stream.ts';
import { putRecord } from './put-record.ts';
import { putRecords } from './put-records.ts';
import { removeTagsFromStream } from './remove-tags-from-stream.ts';

/** Kinesis Data Streams as its clients know it. */
export function kinesisService(streams: Streams): Service {
  return {
    signingName: 'kinesis',
    protocols: [{ name: 'aws-json', version: '1.1', targetPrefix: 'Kinesis_20131202' }],
    operations: bind(streams, [
      addTagsToStream,
      createStream,
      deleteStream,
      describeStream,
      describeStreamSummary,
      getRecords,
      getShardIterator,
      listShards,
      listStreams,
      listTagsForStream,
      putRecord,
      putRecords,
      removeTagsFromStream,
    ]),
    toAwsError,
  };
}
