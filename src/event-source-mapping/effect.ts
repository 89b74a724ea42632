import type { EventMap } from '../observe/events.ts';
import type { Batch } from './batch.ts';
import type { DiscardCondition } from './failure-record.ts';
import type { Outcome } from './outcome.ts';
import type { Progress } from './progress.ts';
import type { ShardPosition, StreamRecord } from './stream-record.ts';
import type { OpenWindow, WindowInvocation } from './tumbling-window.ts';

/** What the world tells the consumer of a shard. */
export type Input =
  /** Sent once, first. */
  | { readonly type: 'started' }
  | {
      readonly type: 'read';
      readonly records: readonly StreamRecord[];
      /** The shard is closed, and these were its last records. */
      readonly atShardEnd: boolean;
      /** How long the stream keeps a record. */
      readonly retentionMs: number;
    }
  | { readonly type: 'read-failed'; readonly message: string }
  /** The stream keeps records for another time than the last read told. */
  | { readonly type: 'retention-changed'; readonly retentionMs: number }
  /** The time of a `wait` has come, or records have arrived that it was for. */
  | { readonly type: 'woken' }
  | { readonly type: 'invoked'; readonly batchId: string; readonly outcome: Outcome }
  /** A discard is stored; `failure` says why its failure record could not be delivered. */
  | { readonly type: 'discarded'; readonly batchId: string; readonly failure?: string }
  /** Nothing new may begin; what is under way is brought to its end. */
  | { readonly type: 'stop' };

/** What the consumer of a shard asks of the world. */
export type Effect =
  /** Answered by `read` or `read-failed`. */
  | { readonly type: 'read'; readonly position: ShardPosition; readonly limit: number }
  /** Answered by `invoked`. `window` is absent without tumbling windows. */
  | { readonly type: 'invoke'; readonly batch: Batch; readonly window?: WindowInvocation }
  /** Deliver the failure record and store the checkpoint in one commit. Answered by `discarded`. */
  | {
      readonly type: 'discard';
      readonly batch: Batch;
      readonly condition: DiscardCondition;
      readonly failureRecord: string;
      /** Absent while records before the batch are unfinished in another lane. */
      readonly checkpoint?: string;
      /** What the function was given last of a tumbling window. */
      readonly window?: WindowInvocation;
      /** The tumbling window to store with it: null for none, absent to leave it as it is. */
      readonly openWindow?: OpenWindow | null;
    }
  | ({ readonly type: 'checkpoint' } & Progress)
  /**
   * Answered by `woken`: at `untilMs` when that is there, and, with `forRecords`, as soon as the
   * shard has new records. Takes the place of every earlier wait.
   */
  | { readonly type: 'wait'; readonly untilMs?: number; readonly forRecords: boolean }
  | Report
  | { readonly type: 'finish'; readonly because: 'shard-ended' | 'stopped' };

/** Something for the log and the view. */
export type Report = {
  [Name in keyof EventMap]: {
    readonly type: 'report';
    readonly name: Name;
    readonly event: EventMap[Name];
  };
}[keyof EventMap];
