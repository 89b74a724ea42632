import type { Streams } from '../../kinesis/streams.ts';
import { encodeJson } from '../../wire/json.ts';
import { type Infer, integer, list, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { describedChildShard, describedRecord } from './described-records.ts';
import { invalidArgument, namedStreamIfAny } from './named-stream.ts';
import { childShard, pageLimit, record, shardIterator, streamMembers } from './shapes.ts';

const { StreamName: _streamName, ...arnMembers } = streamMembers;

const output = structure({
  Records: required(list(record)),
  NextShardIterator: shardIterator,
  MillisBehindLatest: integer(),
  ChildShards: list(childShard),
});
const { Records: _records, ...otherMembers } = output.members;
const others = structure(otherMembers);

type Output = Infer<typeof output>;
type Found = ReturnType<Streams['getRecords']>;

/**
 * What is answered, and its records as the text that they are kept as: most answers are written without
 * making objects of them. A WeakMap from answers to texts kept pages until the next full collection.
 */
class Answer implements Output {
  readonly NextShardIterator: Output['NextShardIterator'];
  readonly MillisBehindLatest: Output['MillisBehindLatest'];
  readonly ChildShards: Output['ChildShards'];
  readonly texts: readonly Uint8Array[];
  readonly #page: Found['page'];

  constructor({ page, nextShardIterator, millisBehindLatest, childShards }: Found) {
    this.NextShardIterator = nextShardIterator;
    this.MillisBehindLatest = millisBehindLatest;
    this.ChildShards = childShards?.map(describedChildShard);
    this.texts = page.json;
    this.#page = page;
  }

  get Records() {
    return this.#page.records.map(describedRecord);
  }
}

/** Joins the texts of records to the JSON of the other members. */
function writeJson(answer: Output): Uint8Array[] {
  const rest = JSON.stringify(encodeJson(others, answer));
  const end = rest === '{}' ? ']}' : `],${rest.slice(1)}`;
  return [BEGIN, ...(answer as Answer).texts, Buffer.from(end)];
}

const BEGIN = Buffer.from('{"Records":[');

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
    return new Answer(found);
  },
});
