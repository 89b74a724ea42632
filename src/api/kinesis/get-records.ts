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
        return found.page.records.map(describedRecord);
      },
      NextShardIterator: found.nextShardIterator,
      MillisBehindLatest: found.millisBehindLatest,
      ChildShards: found.childShards?.map(describedChildShard),
    };
    texts.set(answer, found.page.json);
    return answer;
  },
});
