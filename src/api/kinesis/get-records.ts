import type { Streams } from '../../kinesis/streams.ts';
import { encodeJson } from '../../wire/json.ts';
import {
  blob,
  type Infer,
  integer,
  list,
  required,
  structure,
  timestamp,
} from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { invalidArgument, namedStreamIfAny } from './named-stream.ts';
import {
  encryptionType,
  hashKeyRange,
  pageLimit,
  partitionKey,
  sequenceNumber,
  shardId,
  shardIterator,
  streamMembers,
} from './shapes.ts';

const record = structure({
  SequenceNumber: required(sequenceNumber),
  ApproximateArrivalTimestamp: timestamp(),
  Data: required(blob()),
  PartitionKey: required(partitionKey),
  EncryptionType: encryptionType,
});

const childShard = structure({
  ShardId: required(shardId),
  ParentShards: required(list(shardId)),
  HashKeyRange: required(hashKeyRange),
});

const { StreamName: _streamName, ...arnMembers } = streamMembers;

const output = structure({
  Records: required(list(record)),
  NextShardIterator: shardIterator,
  MillisBehindLatest: integer(),
  ChildShards: list(childShard),
});
const { Records: _records, ...otherMembers } = output.members;
const others = structure(otherMembers);

/** The records of outputs as the text that they are kept as. */
const texts = new WeakMap<object, readonly Uint8Array[]>();

/** Joins the texts of records to the JSON of the other members. */
function writeJson(answer: Infer<typeof output>): Uint8Array[] {
  const rest = JSON.stringify(encodeJson(others, answer));
  const parts = (texts.get(answer) ?? []).flatMap((text) => [COMMA, text]).slice(1);
  const end = rest === '{}' ? ']}' : `],${rest.slice(1)}`;
  return [Buffer.from('{"Records":['), ...parts, Buffer.from(end)];
}

const COMMA = Buffer.from(',');

/** Reads up to 10,000 records or 10 MiB from an iterator on. */
export const getRecords = operation<Streams>()({
  name: 'GetRecords',
  input: structure({
    ...arnMembers,
    ShardIterator: required(shardIterator),
    Limit: pageLimit,
  }),
  output,
  writeJson,
  handle(streams, input, { scope, memory }) {
    const named = namedStreamIfAny(streams, input, scope);
    const { ShardIterator, Limit: limit } = input;
    const found = streams.getRecords({ scope, shardIterator: ShardIterator, limit, memory });
    if (named !== undefined && named !== found.streamName) {
      throw invalidArgument('StreamARN and ShardIterator name two different streams.');
    }
    const answer = {
      get Records() {
        return found.page.records.map((each) => ({
          SequenceNumber: each.sequenceNumber,
          ApproximateArrivalTimestamp: each.approximateArrivalTimestamp,
          Data: each.data,
          PartitionKey: each.partitionKey,
          EncryptionType: each.encryptionType,
        }));
      },
      NextShardIterator: found.nextShardIterator,
      MillisBehindLatest: found.millisBehindLatest,
      ChildShards: found.childShards?.map(({ shardId: id, parentShards, hashKeyRange: range }) => ({
        ShardId: id,
        ParentShards: [...parentShards],
        HashKeyRange: {
          StartingHashKey: range.startingHashKey,
          EndingHashKey: range.endingHashKey,
        },
      })),
    };
    texts.set(answer, found.page.json);
    return answer;
  },
});
