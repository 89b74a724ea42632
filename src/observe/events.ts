import type { Scope } from '../aws/scope.ts';

/** One batch, or part of a batch, as an event source mapping works on it. */
export interface BatchEvent {
  readonly mappingId: string;
  readonly eventSourceArn: string;
  /** The mapping's function, with its qualifier. */
  readonly functionArn: string;
  readonly shardId: string;
  /** Tells the batches of one shard apart; a batch keeps its id over its retries. */
  readonly batchId: string;
  /** The batch of which this one is a half or the rest; absent for a batch as it was read. */
  readonly parentId?: string;
  /** Empty for the final invoke of a tumbling window. */
  readonly sequenceNumbers: readonly string[];
  /** How often the batch has been handed to the function, this time included. */
  readonly attempt: number;
  /** The Lambda request id, the same for every attempt of one batch. */
  readonly requestId: string;
}

/** Why a batch did not succeed. */
interface BatchFailure {
  /** `Error`, `Sandbox.Timedout`, … or the name of the service error. */
  readonly type: string;
  readonly message: string;
}

/** Everything that happens, by name. Logs, metrics and views are made from these alone. */
export interface EventMap {
  'records-put': {
    readonly scope: Scope;
    readonly streamName: string;
    readonly shardId: string;
    readonly records: number;
    readonly bytes: number;
  };
  /** A shard was split or merged: what was put is all there will be, new records go to others. */
  'shard-closed': { readonly scope: Scope; readonly streamName: string; readonly shardId: string };
  'stream-deleted': { readonly scope: Scope; readonly streamName: string };
  'retention-changed': {
    readonly scope: Scope;
    readonly streamName: string;
    readonly retentionHours: number;
  };
  /** A put whose data is Base64 text of Base64 text: what AWS CLI v1 makes of `file://` records. */
  'doubly-encoded-put': { readonly streamName: string; readonly userAgent: string };
  /** What a mapping read from a shard, and how much of that its filters dropped. */
  'records-polled': {
    readonly mappingId: string;
    /** The mapping's function, with its qualifier. */
    readonly functionArn: string;
    readonly shardId: string;
    readonly records: number;
    readonly filteredOut: number;
  };
  'batch-invoked': BatchEvent & {
    /** When the stream received the last record of the batch, if it has any; epoch milliseconds. */
    readonly lastArrivalMs?: number;
  };
  'batch-succeeded': BatchEvent & { readonly durationMs: number };
  /** The function reported failures: records before the first of them are processed. */
  'batch-partly-succeeded': BatchEvent & {
    readonly durationMs: number;
    readonly processed: number;
  };
  /** `willRetryAtMs` is absent when the batch is not tried again as it is. */
  'batch-failed': BatchEvent & {
    readonly durationMs: number;
    readonly failure: BatchFailure;
    readonly willRetryAtMs?: number;
  };
  /** Halved by bisect, cut at the first record that a partial response named, or cut to fit. */
  'batch-split': BatchEvent & {
    readonly reason: 'bisect' | 'partial-response' | 'expired-prefix' | 'payload-limit';
    readonly childIds: readonly string[];
  };
  'batch-discarded': BatchEvent & {
    readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
    /** Where the failure record went; absent when the mapping has no destination. */
    readonly destinationArn?: string;
    readonly failureRecord: string;
  };
  'destination-failed': BatchEvent & { readonly destinationArn: string; readonly reason: string };
  'mapping-problem': { readonly mappingId: string; readonly message: string };
  /** A call of a function that ran to an end, or was refused because too many run; from wherever. */
  'function-invoked': {
    readonly scope: Scope;
    readonly functionName: string;
    /** As it was called, with its qualifier. */
    readonly functionArn: string;
    readonly durationMs: number;
    readonly outcome: 'succeeded' | 'failed' | 'throttled';
  };
  'function-output': {
    readonly scope: Scope;
    readonly functionName: string;
    readonly requestId: string | undefined;
    readonly message: string;
  };
  'function-reloaded': { readonly functionName: string };
  /** Something that the person who runs this should see, and can do something about. */
  warning: { readonly message: string };
  /** A request that nothing here answers. */
  'unsupported-operation': { readonly service: string; readonly operation: string };
}

export type EventName = keyof EventMap;

/** Hands events from whoever makes them to whoever wants them. */
export class Events {
  readonly #listeners = new Map<EventName, Set<(event: never) => void>>();

  /** Calls the listeners of `name` before it returns. A listener must not throw. */
  emit<Name extends EventName>(name: Name, event: EventMap[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(event as never);
  }

  /** Calls `listener` for each event of that name, until the function that this returns is called. */
  on<Name extends EventName>(name: Name, listener: (event: EventMap[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => listeners.delete(listener);
  }
}
