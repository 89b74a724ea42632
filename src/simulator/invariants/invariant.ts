import type { OpenWindow } from '../../event-source-mapping/tumbling-window.ts';
import type { BatchEvent } from '../../observe/events.ts';
import type { Invocation, Meaning, Piece, Run, ShardFacts, SimulatedRecord } from '../facts.ts';

/**
 * A law of the engine. Each method is called before what it tells of is added to what is known, and
 * answers what is wrong, in words; undefined when nothing is.
 */
export interface Invariant {
  readonly name: string;
  /** Records were handed to the mapping. */
  readonly read?: (read: ReadSeen, known: Known) => Breach;
  readonly invoked?: (invocation: Invocation, known: Known) => Breach;
  readonly answered?: (answer: AnswerSeen, known: Known) => Breach;
  readonly discarded?: (discard: DiscardSeen, known: Known) => Breach;
  readonly stored?: (checkpoint: CheckpointSeen, known: Known) => Breach;
  /** Something was stored; `openWindow` is undefined when the window was left as it was. */
  readonly windowStored?: (stored: WindowSeen, known: Known) => Breach;
  /** A mapping asked something of the world, whatever it was. */
  readonly acted?: (act: { run: Run; what: string }, known: Known) => Breach;
  /** A run is over; `how` it ended. */
  readonly over?: (end: { run: Run; how: 'stopped' | 'crashed' }, known: Known) => Breach;
  /** The history is over. */
  readonly ended?: (nothing: undefined, known: Known) => Breach;
}

/** What is wrong, if anything. */
export type Breach = string | undefined;

/** What invariants may look at. */
export interface Known {
  readonly nowMs: number;
  readonly retentionMs: number;
  readonly pace: { readonly firstRetryDelayMs: number; readonly longestRetryDelayMs: number };
  readonly shards: readonly ShardFacts[];
  readonly records: readonly SimulatedRecord[];
  readonly runs: readonly Run[];
  /** Which batch a request id belongs to. */
  readonly requestIds: ReadonlyMap<string, Piece>;
  /** Deliveries that were refused and that the mapping has not reported yet, by run. */
  readonly unreported: ReadonlyMap<string, Run>;
  /** Shards whose latest checkpoint could not be stored. */
  readonly unstored: ReadonlySet<ShardFacts>;
  /** Something that has no end: time stands still, or the engine has thrown. */
  readonly defect: string | undefined;
}

export interface ReadSeen {
  readonly run: Run;
  readonly shard: ShardFacts;
  readonly records: readonly SimulatedRecord[];
}

interface AnswerSeen {
  readonly invocation: Invocation;
  readonly meaning: Meaning;
}

export interface DiscardSeen {
  readonly run: Run;
  readonly shard: ShardFacts;
  readonly records: readonly SimulatedRecord[];
  /** How many records the mapping says it gave up; undefined when only the message is known. */
  readonly batch: readonly string[] | undefined;
  readonly message: FailureMessage;
  readonly fate: 'described' | 'undelivered' | 'skipped';
}

interface CheckpointSeen {
  readonly run: Run;
  readonly shard: ShardFacts;
  /** The last record behind it; undefined at the end of the shard. */
  readonly record: SimulatedRecord | undefined;
}

interface WindowSeen extends CheckpointSeen {
  readonly openWindow: OpenWindow | null | undefined;
}

/** A failure record as its receiver reads it. */
export interface FailureMessage {
  readonly requestContext: {
    readonly requestId: string;
    readonly condition: string;
    readonly approximateInvokeCount: number;
  };
  readonly responseContext?: { readonly statusCode: number; readonly functionError: string | null };
  readonly timestamp: string;
  readonly KinesisBatchInfo: {
    readonly shardId: string;
    /** These are absent when the final invoke of a tumbling window was given up. */
    readonly startSequenceNumber?: string;
    readonly endSequenceNumber?: string;
    readonly approximateArrivalOfFirstRecord?: string;
    readonly approximateArrivalOfLastRecord?: string;
    readonly batchSize?: number;
  };
  readonly timeWindowInfo?: unknown;
}

/** Under what a refused delivery is remembered until it is reported. */
export function deliveryKey(event: Pick<BatchEvent, 'requestId' | 'sequenceNumbers'>): string {
  return `${event.requestId}/${event.sequenceNumbers[0]}`;
}

/** How old a record may be in a run. */
export function ageLimitMs(run: Run, retentionMs: number): number {
  const { maximumRecordAgeInSeconds: seconds } = run.settings;
  return seconds < 0 ? retentionMs : Math.min(seconds * 1000, retentionMs);
}

export function isOlderThan(record: SimulatedRecord, limitMs: number, nowMs: number): boolean {
  return nowMs - record.approximateArrivalTimestamp > limitMs;
}

/** Dropped by the stream before this run could read it. */
export function wasNeverRead(record: SimulatedRecord, run: Run, known: Known): boolean {
  return record.readIn !== run.id && isOlderThan(record, known.retentionMs, known.nowMs);
}

/** Something must still become of it. */
export function isLeft(record: SimulatedRecord, known: Known): boolean {
  return record.fate === undefined && !record.isBeforeStart && !wasDroppedByStream(record, known);
}

/** Dropped by the stream while no run that still lives had it. */
export function wasDroppedByStream(record: SimulatedRecord, known: Known): boolean {
  if (!isOlderThan(record, known.retentionMs, known.nowMs)) return false;
  return record.readIn === 0 || known.runs[record.readIn - 1]?.endedAtMs !== undefined;
}
