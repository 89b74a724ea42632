import { isSameScope, type Scope } from '../aws/scope.ts';
import type { Key, Reader, Store, Transaction } from '../store/store.ts';
import { type Shard, type ShardDefinition, sequenceNumberAt, shardOf } from './shard.ts';
import { ShardLog } from './shard-log.ts';
import { type Stream, type StreamDefinition, streamNotFound, streamOf } from './stream.ts';

/** The store's streams, all of them in memory; their records stay in the store. */
export class StreamRegistry {
  readonly #store: Store;
  readonly #streams = new Map<string, Stream>();

  constructor(store: Store) {
    this.#store = store;
    for (const { key, value } of store.range<StreamDefinition>({ prefix: ['streams'] })) {
      const [, account, region] = key as string[];
      this.#keep(this.#load({ account: account!, region: region! }, value));
    }
  }

  /**
   * The stream of that name.
   *
   * @throws KinesisError StreamNotFound
   */
  get(scope: Scope, streamName: string): Stream {
    const stream = this.find(scope, streamName);
    if (!stream) throw streamNotFound(streamName, scope.account);
    return stream;
  }

  find(scope: Scope, streamName: string): Stream | undefined {
    return this.#streams.get(nameOf(scope, streamName));
  }

  /** The streams of a scope, in the order of their names. */
  all(scope: Scope): Stream[] {
    return [...this.#streams.values()]
      .filter((stream) => isSameScope(stream.scope, scope))
      .sort((one, other) => (one.definition.streamName < other.definition.streamName ? -1 : 1));
  }

  /** Adds a stream, or replaces what is known of it; memory follows when it is committed. */
  put(transaction: Transaction, scope: Scope, definition: StreamDefinition): void {
    transaction.put(definitionKey(scope, definition.streamName), definition);
    transaction.afterCommit(() => {
      const known = new Map(
        this.find(scope, definition.streamName)?.shards.map((shard) => [
          shard.definition.index,
          shard.tail,
        ]),
      );
      const shards = definition.shards.map((shard) => shardOf(shard, known.get(shard.index)));
      this.#keep(streamOf(scope, definition, shards));
    });
  }

  /**
   * Removes a stream. Nothing can be read of it from then on; its records are only noted as those to
   * be removed, because there may be so many that everybody else would wait.
   */
  remove(transaction: Transaction, { scope, definition }: Stream): void {
    transaction.remove(definitionKey(scope, definition.streamName));
    transaction.put([LEFT_BEHIND, ...recordsKey(scope, definition.streamId)], true);
    transaction.afterCommit(() => this.#streams.delete(nameOf(scope, definition.streamName)));
  }

  /** Some keys that streams left behind which are gone: of their records, or the note of them. */
  leftBehind(limit: number): Key[] {
    for (const { key } of this.#store.range({ prefix: [LEFT_BEHIND] })) {
      const keys = Array.from(
        this.#store.range({ prefix: key.slice(1), limit }),
        (each) => each.key,
      );
      return keys.length > 0 ? keys : [key];
    }
    return [];
  }

  /** The stored records of a shard. */
  log({ scope, definition }: Stream, shard: Shard, reader: Reader = this.#store): ShardLog {
    return logOf(reader, { scope, streamId: definition.streamId, shard: shard.definition });
  }

  /** The shards of all streams of all scopes. */
  everyShard(): { stream: Stream; shard: Shard; log: ShardLog }[] {
    return [...this.#streams.values()].flatMap((stream) =>
      stream.shards.map((shard) => ({ stream, shard, log: this.log(stream, shard) })),
    );
  }

  /** Where the chunk is kept that begins with a sequence index. */
  chunkKey({ scope, definition }: Stream, shard: Shard, firstIndex: number): Key {
    return [...shardKey(scope, definition.streamId, shard.definition.index), firstIndex];
  }

  #keep(stream: Stream): void {
    this.#streams.set(nameOf(stream.scope, stream.definition.streamName), stream);
  }

  /** A shard's tail is what its last chunk says, so that a start reads one chunk for each shard. */
  #load(scope: Scope, definition: StreamDefinition): Stream {
    const shards = definition.shards.map((shard) => {
      const last = logOf(this.#store, { scope, streamId: definition.streamId, shard }).last();
      return shardOf(shard, last && { nextIndex: last.endIndex, lastArrivalMs: last.arrivalMs });
    });
    return streamOf(scope, definition, shards);
  }
}

function logOf(
  reader: Reader,
  { scope, streamId, shard }: { scope: Scope; streamId: string; shard: ShardDefinition },
): ShardLog {
  const numberAt = (index: number, arrivalMs: number) => sequenceNumberAt(shard, index, arrivalMs);
  return new ShardLog(reader, { prefix: shardKey(scope, streamId, shard.index), numberAt });
}

/** Before the key of the records of a stream that is gone. */
const LEFT_BEHIND = 'left-behind';

const nameOf = ({ account, region }: Scope, streamName: string) =>
  `${account}/${region}/${streamName}`;

const definitionKey = ({ account, region }: Scope, streamName: string): Key => [
  'streams',
  account,
  region,
  streamName,
];

const recordsKey = ({ account, region }: Scope, streamId: string): Key => [
  'records',
  account,
  region,
  streamId,
];

const shardKey = (scope: Scope, streamId: string, shardIndex: number): Key => [
  ...recordsKey(scope, streamId),
  shardIndex,
];
