import type { Streams } from '../../kinesis/streams.ts';
import { encodeJson } from '../../wire/json.ts';
import { type Body, BodyInSteps } from '../../wire/message.ts';
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
type Step = ReturnType<Found['page']['readOn']>;

/** How many bytes of records are read before they leave. A page of small records is one step. */
const STEP_BYTES = 2 * 1024 * 1024;

const [BEGIN, COMMA] = [Buffer.from('{"Records":['), Buffer.from(',')];

/**
 * What is answered. As JSON the records leave as the text that they are kept as, step by step, while
 * those behind them have yet to be read. Whoever looks at the members has all of them read.
 */
class Answer implements Output {
  readonly #page: Found['page'];
  readonly #findEnd: Found['end'];
  readonly #steps: Step[] = [];
  #end: ReturnType<Found['end']> | undefined;

  constructor({ page, end }: Found) {
    this.#page = page;
    this.#findEnd = end;
    // What cannot be read at all is an error, and no answer that breaks off.
    this.#step(0);
  }

  get Records() {
    this.#readAll();
    return this.#steps.flatMap(({ records }) => records.map(describedRecord));
  }

  get NextShardIterator() {
    return this.#readAll().nextShardIterator;
  }

  get MillisBehindLatest() {
    return this.#readAll().millisBehindLatest;
  }

  get ChildShards() {
    return this.#readAll().childShards?.map(describedChildShard);
  }

  get json(): Body | BodyInSteps {
    const isOneStep = this.#page.isRead && this.#steps.length === 1;
    return isOneStep ? [...this.#texts()].flat() : new BodyInSteps(this.#texts());
  }

  *#texts(): Iterable<readonly Uint8Array[]> {
    yield [BEGIN, ...(this.#step(0)?.json ?? [])];
    for (let at = 1, step = this.#step(at); step; step = this.#step(++at))
      if (step.json.length > 0) yield [COMMA, ...step.json];
    const rest = JSON.stringify(encodeJson(others, this));
    yield [Buffer.from(`],${rest.slice(1)}`)];
  }

  #step(at: number): Step | undefined {
    if (at === this.#steps.length && !this.#page.isRead)
      this.#steps.push(this.#page.readOn(STEP_BYTES));
    return this.#steps[at];
  }

  #readAll(): ReturnType<Found['end']> {
    while (!this.#page.isRead) this.#step(this.#steps.length);
    this.#end ??= this.#findEnd();
    return this.#end;
  }
}

/** Reads up to 10,000 records or 10 MiB from an iterator on. */
export const getRecords = operation<Streams>()({
  name: 'GetRecords',
  input: structure({
    ...arnMembers,
    ShardIterator: required(shardIterator),
    Limit: pageLimit,
  }),
  output,
  writeJson: (answer) => (answer as Answer).json,
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
