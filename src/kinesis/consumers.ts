import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Key, Store, Transaction } from '../store/store.ts';
import type { AccountSettings } from './account-settings.ts';
import {
  type ConsumerDefinition,
  type ConsumerDescription,
  type ConsumerNaming,
  consumerNotFound,
  describeConsumer,
} from './consumer.ts';
import { KinesisError } from './kinesis-error.ts';
import { LIMITS } from './limits.ts';
import { type ChangeSettings, withTags } from './resource-settings.ts';
import { type Stream, streamNotFound } from './stream.ts';
import type { StreamRegistry } from './stream-registry.ts';
import type { Tags } from './stream-tags.ts';
import type { Tokens } from './tokens.ts';

export interface ListConsumersOptions {
  /** Lists on from an earlier page. */
  readonly nextToken?: string | undefined;
  /** 100 unless given, and at most. */
  readonly limit?: number | undefined;
}

export interface ConsumerList {
  readonly consumers: ConsumerDescription[];
  /** For the following page; absent when nothing follows. */
  readonly nextToken?: string | undefined;
}

interface ConsumersOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly registry: StreamRegistry;
  readonly tokens: Tokens;
  readonly account: AccountSettings;
}

/** A consumer to register. */
export interface RegisterOptions extends ConsumerNaming {
  readonly tags?: Tags | undefined;
}

/** The consumers that are registered with streams. They come and go at once. */
export class Consumers {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #registry: StreamRegistry;
  readonly #tokens: Tokens;
  readonly #account: AccountSettings;
  /** By the id of their stream, then by name. */
  readonly #known = new Map<string, Map<string, ConsumerDefinition>>();

  constructor({ store, clock, registry, tokens, account }: ConsumersOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#registry = registry;
    this.#tokens = tokens;
    this.#account = account;
    for (const { key, value } of store.range<ConsumerDefinition>({ prefix: [PREFIX] })) {
      // Earlier versions kept no tags.
      this.#keep(String(key[1]), { ...value, tags: value.tags ?? {} });
    }
  }

  /**
   * Registers a consumer; at most 20 with one stream. Its moment of creation is now, unless it was
   * promised to somebody already.
   *
   * @throws KinesisError StreamNotFound, InvalidArgument, InvalidValue, ConsumerExists, LimitExceeded
   */
  async register(scope: Scope, naming: RegisterOptions): Promise<ConsumerDescription> {
    const { streamName, consumerName } = naming;
    if (!/^[a-zA-Z0-9_.-]{1,128}$/.test(consumerName)) {
      throw new KinesisError('InvalidValue', `A consumer cannot have the name '${consumerName}'.`);
    }
    return this.#store.transact((transaction) => {
      const stream = this.#registry.get(scope, streamName);
      this.#checkRoom(stream, consumerName);
      const { createdAtSeconds = Math.floor(this.#clock.now() / 1000) } = naming;
      const bare = { consumerName, createdAtSeconds, tags: {} };
      return this.#put(transaction, stream, changed(stream, bare, withTags({ set: naming.tags })));
    });
  }

  /**
   * Changes the tags or the policy of a consumer.
   *
   * @throws KinesisError StreamNotFound, ConsumerNotFound, and what `change` throws
   */
  async change(scope: Scope, naming: ConsumerNaming, change: ChangeSettings): Promise<void> {
    await this.#store.transact((transaction) => {
      const { stream, consumer } = this.#find(scope, naming);
      this.#put(transaction, stream, changed(stream, consumer, change));
    });
  }

  /** @throws KinesisError StreamNotFound, ConsumerNotFound */
  describe(scope: Scope, naming: ConsumerNaming): ConsumerDescription {
    const { stream, consumer } = this.#find(scope, naming);
    return describeConsumer(stream, consumer);
  }

  /**
   * Some of a stream's consumers, in the order of their names.
   *
   * @throws KinesisError StreamNotFound, InvalidArgument, NextTokenExpired
   */
  listPage(scope: Scope, streamName: string, options: ListConsumersOptions = {}): ConsumerList {
    const stream = this.#registry.get(scope, streamName);
    const { streamId } = stream.definition;
    const { nextToken, limit = LIMITS.listConsumersPage } = options;
    const context = { scope, nowMs: this.#clock.now() };
    const page = nextToken && this.#tokens.read('consumer-page', nextToken, context);
    if (page && page.streamId !== streamId) throw streamNotFound(streamName, scope.account);
    const following = this.#of(stream).filter(
      ({ consumerName }) => consumerName > (page ? page.after : ''),
    );
    const shown = following.slice(0, Math.min(limit, LIMITS.listConsumersPage));
    const consumers = shown.map((consumer) => describeConsumer(stream, consumer));
    const last = shown.at(-1);
    if (!last || shown.length === following.length) return { consumers };
    const content = { streamId, after: last.consumerName };
    return { consumers, nextToken: this.#tokens.write('consumer-page', content, context) };
  }

  /**
   * How many consumers are registered with a stream.
   *
   * @throws KinesisError StreamNotFound
   */
  count(scope: Scope, streamName: string): number {
    return this.#of(this.#registry.get(scope, streamName)).length;
  }

  /** @throws KinesisError StreamNotFound, ConsumerNotFound */
  async deregister(scope: Scope, naming: ConsumerNaming): Promise<void> {
    await this.#store.transact((transaction) => {
      const { stream, consumer } = this.#find(scope, naming);
      this.#remove(transaction, stream, [consumer]);
    });
  }

  /**
   * Removes the consumers of a stream that is being deleted.
   *
   * @throws KinesisError StreamInUse when there are some, and their deletion is not enforced
   */
  removeAll(transaction: Transaction, stream: Stream, isEnforced: boolean): void {
    const consumers = this.#of(stream);
    if (consumers.length === 0) return;
    const { scope, definition } = stream;
    if (isEnforced) {
      this.#remove(transaction, stream, consumers);
      return;
    }
    throw new KinesisError(
      'StreamInUse',
      `DeleteStream can't delete ${scope.account}:${definition.streamName} because there are ` +
        `consumers associated with this data stream. To delete ${definition.streamName} anyway, ` +
        'set the EnforceConsumerDeletion parameter to true to force the deletion of all the ' +
        'consumers that are associated with it.',
    );
  }

  #find(scope: Scope, naming: ConsumerNaming) {
    const stream = this.#registry.get(scope, naming.streamName);
    const consumer = this.#known.get(stream.definition.streamId)?.get(naming.consumerName);
    const { createdAtSeconds = consumer?.createdAtSeconds } = naming;
    if (!consumer || consumer.createdAtSeconds !== createdAtSeconds) {
      throw consumerNotFound(naming, scope.account);
    }
    return { stream, consumer };
  }

  /** The consumers of a stream in the order of their names. */
  #of({ definition }: Stream): ConsumerDefinition[] {
    return [...(this.#known.get(definition.streamId)?.values() ?? [])].sort((one, other) =>
      one.consumerName < other.consumerName ? -1 : 1,
    );
  }

  /** Neither text is known from AWS. */
  #checkRoom(stream: Stream, consumerName: string): void {
    const known = this.#of(stream);
    const name = `stream ${stream.definition.streamName} under account ${stream.scope.account}`;
    if (known.some((each) => each.consumerName === consumerName)) {
      const message = `Consumer ${consumerName} of ${name} already exists.`;
      throw new KinesisError('ConsumerExists', message);
    }
    const isAdvantage =
      stream.definition.mode === 'ON_DEMAND' && this.#account.isCommitted(stream.scope);
    const most = isAdvantage ? LIMITS.consumersWithCommitment : LIMITS.consumers;
    if (known.length < most) return;
    const message = `At most ${most} consumers can be registered with ${name}.`;
    throw new KinesisError('LimitExceeded', message);
  }

  #put(transaction: Transaction, stream: Stream, consumer: ConsumerDefinition) {
    const { streamId } = stream.definition;
    transaction.put(keyOf(streamId, consumer.consumerName), consumer);
    transaction.afterCommit(() => this.#keep(streamId, consumer));
    return describeConsumer(stream, consumer);
  }

  #remove(transaction: Transaction, stream: Stream, consumers: ConsumerDefinition[]): void {
    const { streamId } = stream.definition;
    for (const { consumerName } of consumers) transaction.remove(keyOf(streamId, consumerName));
    transaction.afterCommit(() => {
      const known = this.#known.get(streamId);
      for (const { consumerName } of consumers) known?.delete(consumerName);
      if (known?.size === 0) this.#known.delete(streamId);
    });
  }

  #keep(streamId: string, consumer: ConsumerDefinition): void {
    const ofStream = this.#known.get(streamId) ?? new Map();
    this.#known.set(streamId, ofStream.set(consumer.consumerName, consumer));
  }
}

function changed(stream: Stream, consumer: ConsumerDefinition, change: ChangeSettings) {
  const { consumerArn } = describeConsumer(stream, consumer);
  const { consumerName: name } = consumer;
  return {
    ...consumer,
    ...change(consumer, { resourceArn: consumerArn, name, scope: stream.scope }),
  };
}

const PREFIX = 'stream-consumers';

const keyOf = (streamId: string, consumerName: string): Key => [PREFIX, streamId, consumerName];
