import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import type { Store, Transaction } from '../store/store.ts';
import { admit, type Rejected } from './log-admission.ts';
import { type Append, LogBatch } from './log-batch.ts';
import {
  alreadyExists,
  describeGroups,
  describeStreams,
  findGroup,
  type GroupQuery,
  type LogGroup,
  type LogStream,
  notFound,
  type StreamQuery,
} from './log-catalogue.ts';
import {
  addEvents,
  type GroupEntry,
  groupKey,
  type NewLogEvent,
  type StreamEntry,
  streamKey,
} from './log-entries.ts';
import {
  type EventFilter,
  type EventPage,
  type EventQuery,
  expiryOf,
  type FilteredEvent,
  filterEvents,
  getEvents,
  type StreamName,
} from './log-queries.ts';
import { removeGroup, removeStream } from './log-removal.ts';
import { checkRetention, removeExpired, setRetention } from './log-retention.ts';
import { changeTags, type TagChange } from './log-tags.ts';

/** How long what may be committed soon waits for more, in real time. */
const SOON_MS = 20;

/** CloudWatch Logs: groups of streams of events, kept in the store. */
export class LogGroups {
  readonly #store: Store;
  readonly #clock: Clock;
  /** What is appended and not committed yet. */
  #batch: LogBatch | undefined;

  constructor({ store, clock }: { store: Store; clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Throws `ResourceAlreadyExistsException`, `InvalidParameterException` for a retention that AWS
   * does not offer, and what `changeTags` throws.
   */
  async createGroup(
    scope: Scope,
    group: string,
    options: {
      readonly retentionInDays?: number | undefined;
      readonly tags?: Readonly<Record<string, string>> | undefined;
    } = {},
  ): Promise<void> {
    checkRetention(options.retentionInDays);
    await this.#settled.transact((transaction) => {
      if (transaction.get(groupKey(scope, group))) throw alreadyExists('log group');
      this.#putGroup(transaction, scope, group);
      setRetention(transaction, { scope, group, retentionInDays: options.retentionInDays });
      if (options.tags) changeTags(transaction, { scope, group }, { set: options.tags });
    });
  }

  /** Removes a group with all that is in it. Throws `ResourceNotFoundException`. */
  deleteGroup(scope: Scope, group: string): Promise<void> {
    return removeGroup(this.#settled, scope, group);
  }

  /** Removes a stream with its events. Throws `ResourceNotFoundException`. */
  deleteStream(scope: Scope, name: StreamName): Promise<void> {
    return removeStream(this.#settled, scope, name);
  }

  /**
   * Throws `ResourceNotFoundException`, `InvalidParameterException`, `TooManyTagsException`; see
   * `changeTags`.
   */
  async tagGroup(scope: Scope, group: string, change: TagChange): Promise<void> {
    await this.#settled.transact((transaction) =>
      changeTags(transaction, { scope, group }, change),
    );
  }

  /** Throws `ResourceNotFoundException`. */
  tagsOf(scope: Scope, group: string): Readonly<Record<string, string>> {
    return findGroup(this.#settled, scope, group).tags ?? {};
  }

  /**
   * Sets the retention of a group, or ends it. Throws `ResourceNotFoundException`,
   * `InvalidParameterException`.
   */
  async changeRetention(scope: Scope, group: string, retentionInDays?: number): Promise<void> {
    findGroup(this.#settled, scope, group);
    await this.setRetention(scope, group, retentionInDays);
  }

  /**
   * Sets the retention of a group, or ends it; creates the group when it is missing. Throws
   * `InvalidParameterException`.
   */
  async setRetention(scope: Scope, group: string, retentionInDays?: number): Promise<void> {
    checkRetention(retentionInDays);
    await this.#settled.transact((transaction) => {
      if (!transaction.get(groupKey(scope, group))) this.#putGroup(transaction, scope, group);
      setRetention(transaction, { scope, group, retentionInDays });
    });
  }

  /** Throws `ResourceNotFoundException`, `ResourceAlreadyExistsException`. */
  async createStream(scope: Scope, { group, stream }: StreamName): Promise<void> {
    await this.#settled.transact((transaction) => {
      findGroup(transaction, scope, group);
      if (transaction.get(streamKey(scope, group, stream))) throw alreadyExists('log stream');
      this.#putStream(transaction, scope, { group, stream });
    });
  }

  /**
   * Adds events, and creates group and stream when they are missing. All that is appended in one
   * turn of the event loop is committed together; resolves when it is.
   */
  append(scope: Scope, name: StreamName, events: readonly NewLogEvent[]): Promise<void> {
    setImmediate(() => this.#commit());
    return this.#add({ scope, name, events });
  }

  /**
   * As `append`, but committed with what comes a moment later, so that frequent lines cost little.
   * Whoever reads sees them at once; a process that is killed may take the last of them along.
   */
  appendSoon(scope: Scope, name: StreamName, events: readonly NewLogEvent[]): Promise<void> {
    if (!this.#batch) systemClock.at(systemClock.now() + SOON_MS, () => this.#commit());
    return this.#add({ scope, name, events });
  }

  /** Resolves once everything appended so far is committed. */
  async flush(): Promise<void> {
    await this.#commit();
  }

  /**
   * Adds a batch as PutLogEvents does: the stream must exist, and events that are too old or too
   * new are left out. Throws `ResourceNotFoundException`, `InvalidParameterException`.
   */
  async put(scope: Scope, name: StreamName, events: readonly NewLogEvent[]): Promise<Rejected> {
    const { retentionInDays } = findGroup(this.#settled, scope, name.group);
    if (!this.#store.get(streamKey(scope, name.group, name.stream))) throw notFound('log stream');
    const nowMs = this.#clock.now();
    const expiryMs = expiryOf(retentionInDays, nowMs);
    const { accepted, ...rejected } = admit(events, { nowMs, expiryMs });
    await this.append(scope, name, accepted);
    return rejected;
  }

  describeGroups(scope: Scope, query: GroupQuery = {}): { groups: LogGroup[]; nextToken?: string } {
    return describeGroups(this.#settled, scope, query);
  }

  /** Throws `ResourceNotFoundException`. */
  describeStreams(scope: Scope, query: StreamQuery): { streams: LogStream[]; nextToken?: string } {
    return describeStreams(this.#settled, scope, query);
  }

  /** One page of a stream. Throws `ResourceNotFoundException`, `InvalidParameterException`. */
  getEvents(scope: Scope, query: EventQuery): EventPage {
    return getEvents(this.#settled, { scope, nowMs: this.#clock.now() }, query);
  }

  /** What matches in a group. Throws `ResourceNotFoundException`, `InvalidParameterException`. */
  filterEvents(scope: Scope, filter: EventFilter): { events: FilteredEvent[]; nextToken?: string } {
    return filterEvents(this.#settled, { scope, nowMs: this.#clock.now() }, filter);
  }

  #add(append: Append): Promise<void> {
    if (append.events.length === 0) return Promise.resolve();
    this.#batch ??= new LogBatch();
    this.#batch.add(append);
    return this.#batch.committed;
  }

  /** Commits what is appended: reads see it when this returns. */
  #commit(): Promise<void> | undefined {
    const batch = this.#batch;
    this.#batch = undefined;
    batch?.commit((appends) =>
      this.#store.transact((transaction) => {
        for (const append of appends) this.#write(transaction, append);
      }),
    );
    return batch?.committed;
  }

  /** The store as whoever looks at the logs must see it: with what is appended. */
  get #settled(): Store {
    this.#commit();
    return this.#store;
  }

  #write(transaction: Transaction, { scope, name, events }: Append): void {
    const { group, stream } = name;
    if (!transaction.get(groupKey(scope, group))) this.#putGroup(transaction, scope, group);
    if (!transaction.get(streamKey(scope, group, stream))) {
      this.#putStream(transaction, scope, name);
    }
    const nowMs = this.#clock.now();
    addEvents(transaction, { scope, group, stream }, { ingestionTime: nowMs, events });
    removeExpired(transaction, { scope, group, nowMs });
  }

  #putGroup(transaction: Transaction, scope: Scope, name: string): void {
    const entry: GroupEntry = {
      name,
      creationTime: this.#clock.now(),
      storedBytes: 0,
      nextSequence: 0,
    };
    transaction.put(groupKey(scope, name), entry);
  }

  #putStream(transaction: Transaction, scope: Scope, { group, stream }: StreamName): void {
    const entry: StreamEntry = { name: stream, creationTime: this.#clock.now() };
    transaction.put(streamKey(scope, group, stream), entry);
  }
}
