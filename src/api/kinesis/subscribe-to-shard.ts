import type { Streams } from '../../kinesis/streams.ts';
import type { SubscriptionEvent } from '../../kinesis/subscriptions.ts';
import {
  type Infer,
  integer,
  list,
  required,
  string,
  structure,
  timestamp,
} from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describedChildShard, describedRecord } from './described-records.ts';
import { positionOf, SHARD_ITERATOR_TYPES } from './get-shard-iterator.ts';
import { namedConsumer } from './named-consumer.ts';
import { childShard, consumerNamingMembers, record, sequenceNumber, shardId } from './shapes.ts';

const event = structure({
  Records: required(list(record)),
  // Required by the model, but absent at the end of a shard.
  ContinuationSequenceNumber: sequenceNumber,
  MillisBehindLatest: required(integer({ min: 0 })),
  ChildShards: list(childShard),
});

const TYPE = 'SubscribeToShardEvent';

/** Sends a consumer the records of a shard as they come, for five minutes at most. */
export const subscribeToShard = operation<Streams>()({
  name: 'SubscribeToShard',
  input: structure({
    ConsumerARN: required(consumerNamingMembers.ConsumerARN),
    StreamId: consumerNamingMembers.StreamId,
    ShardId: required(shardId),
    StartingPosition: required(
      structure({
        Type: required(string({ enum: SHARD_ITERATOR_TYPES })),
        SequenceNumber: sequenceNumber,
        Timestamp: timestamp(),
      }),
    ),
  }),
  output: structure({}),
  events: { [TYPE]: event },
  handle(streams, input, { scope, signal }) {
    const { Type, SequenceNumber, Timestamp } = input.StartingPosition;
    const position = positionOf({
      type: Type,
      sequenceNumber: SequenceNumber,
      timestamp: Timestamp,
    });
    const consumer = namedConsumer(streams, input, scope);
    const request = { scope, consumer, shardId: input.ShardId, position };
    return described(streams.subscriptions.subscribe(request, signal));
  },
});

async function* described(
  events: AsyncIterable<SubscriptionEvent>,
): AsyncIterable<readonly [type: string, event: Infer<typeof event>]> {
  for await (const each of events) {
    const answer = {
      Records: each.records.map(describedRecord),
      ContinuationSequenceNumber: each.continuationSequenceNumber,
      MillisBehindLatest: each.millisBehindLatest,
      ChildShards: each.childShards?.map(describedChildShard),
    };
    yield [TYPE, answer];
  }
}
