import type { StreamRecord } from '../event-source-mapping/stream-record.ts';
import type { OpenWindow, WindowInvocation } from '../event-source-mapping/tumbling-window.ts';
import type { PlannedPut, PlannedSettings } from './plan.ts';

/** What became of a record. */
export type Fate =
  /** An invocation that succeeded, wholly or in part, covered it. */
  | 'acknowledged'
  /** A failure record that was delivered describes it. */
  | 'described'
  /** The destination refused the failure record that describes it. */
  | 'undelivered'
  /** Given up by a mapping without destination. */
  | 'skipped'
  /** Read, and not wanted. */
  | 'filtered';

/** A record of the stream, and what is known of it so far. */
export interface SimulatedRecord extends StreamRecord {
  /** From 0 on, over the whole stream. */
  readonly number: number;
  readonly shard: ShardFacts;
  readonly indexInShard: number;
  readonly put: PlannedPut;
  /** It is before the position from which the mapping starts, and none of its business. */
  isBeforeStart: boolean;
  /** The wanted record before it, of the shard, and of its key in the shard or its ancestors. */
  readonly previousInShard: SimulatedRecord | undefined;
  readonly previousOfKey: SimulatedRecord | undefined;
  /** How often the function has been handed it. */
  seen: number;
  /** The run that read it last, and the one that finished it last; 0: none. */
  readIn: number;
  settledIn: number;
  fate: Fate | undefined;
  /** The batch it is in since it was first handed to the function in this run. */
  piece: Piece | undefined;
  /** The tumbling window that was open when it was the last to be finished. */
  windowAfter: OpenWindow | undefined;
  /** The final invoke of its window was finished after it, and nothing in between. */
  isBeforeClosing: boolean;
}

/** A shard, and how far its stored checkpoint is. */
export interface ShardFacts {
  readonly shardId: string;
  readonly index: number;
  readonly parents: readonly ShardFacts[];
  readonly records: readonly SimulatedRecord[];
  closedAtMs: number | undefined;
  /** The index of the last record behind the stored checkpoint, or -1. */
  storedIndex: number;
  /** The stored checkpoint says that nothing of the shard is left. */
  isStoredAsEnded: boolean;
  /** The tumbling window that is stored as open. */
  storedWindow: OpenWindow | undefined;
}

/** One life of the mapping, from a start to a stop or a crash. */
export interface Run {
  /** From 1 on. */
  readonly id: number;
  readonly settings: PlannedSettings;
  readonly startedAtMs: number;
  stoppingAtMs: number | undefined;
  endedAtMs: number | undefined;
  readonly shards: Map<ShardFacts, ShardRun>;
}

/** One shard in one run. */
export interface ShardRun {
  /** The index of the last record that was behind the checkpoint when the run began. */
  readonly startIndex: number;
  readonly inFlight: Set<Invocation>;
  /** When the shard was first read, and when something was last finished. */
  beganAtMs: number | undefined;
  finishedAtMs: number | undefined;
  /** When records were last given up for their age. */
  expiredAtMs: number | undefined;
  areParentsKnownFinished: boolean;
  /** The tumbling window of which something is finished, and its final invoke once it was tried. */
  openWindow: OpenWindow | undefined;
  finalInvoke: Piece | undefined;
  /** The record that was finished last, and whether a window was closed. */
  lastFinished: SimulatedRecord | undefined;
  hasClosedWindow: boolean;
}

/** Records that must be handed to the function together, as far as AWS's rules foretell it. */
export interface Piece {
  readonly run: Run;
  records: readonly SimulatedRecord[];
  /** Undefined until it is first invoked. */
  requestId: string | undefined;
  failures: number;
  refusals: number;
  notBeforeMs: number;
  /** What the last failed attempt was: raised, or an answer that failed the batch. */
  functionError: 'Unhandled' | null | undefined;
}

/** One call of the function. */
export interface Invocation {
  readonly run: Run;
  readonly shard: ShardFacts;
  readonly requestId: string;
  readonly records: readonly SimulatedRecord[];
  readonly atMs: number;
  /** What was sent; undefined when nothing was written out. */
  readonly payloadBytes: number | undefined;
  readonly window: WindowInvocation | undefined;
}

/** What the function meant by its answer. */
export type Meaning =
  | { readonly type: 'succeeded'; readonly state?: string }
  | { readonly type: 'partly'; readonly failedFrom: number; readonly state?: string }
  | { readonly type: 'failed'; readonly functionError: 'Unhandled' | null }
  | { readonly type: 'refused' };

/** Whether the run has finished the record, or found it behind the checkpoint it began from. */
export function isDoneFor(run: Run, record: SimulatedRecord): boolean {
  if (record.isBeforeStart || record.settledIn === run.id) return true;
  return record.indexInShard <= runOf(run, record.shard).startIndex;
}

/** What is known of a shard in a run. */
export function runOf(run: Run, shard: ShardFacts): ShardRun {
  const known = run.shards.get(shard);
  if (known) return known;
  const made: ShardRun = {
    startIndex: shard.isStoredAsEnded ? Number.POSITIVE_INFINITY : shard.storedIndex,
    inFlight: new Set(),
    beganAtMs: undefined,
    finishedAtMs: undefined,
    expiredAtMs: undefined,
    areParentsKnownFinished: false,
    openWindow: run.settings.tumblingWindowInSeconds > 0 ? shard.storedWindow : undefined,
    finalInvoke: undefined,
    lastFinished: undefined,
    hasClosedWindow: false,
  };
  run.shards.set(shard, made);
  return made;
}

/** What is known of a batch, or of a final invoke, that was tried in this run before. */
export function pieceOf({ run, shard, records }: BatchFacts): Piece | undefined {
  const [first] = records;
  const piece = first ? first.piece : runOf(run, shard).finalInvoke;
  return piece?.run === run ? piece : undefined;
}

type BatchFacts = Pick<Invocation, 'run' | 'shard' | 'records'>;
