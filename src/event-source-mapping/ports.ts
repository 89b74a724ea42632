import type { EventSourceMapping } from './mapping.ts';
import type { Outcome } from './outcome.ts';
import type { Progress } from './progress.ts';
import type { ShardPosition, StreamRecord } from './stream-record.ts';
import type { OpenWindow } from './tumbling-window.ts';

/** The stream, as a mapping needs it. */
export interface StreamPort {
  /** What the stream is now. Rejects when there is none. */
  describe(eventSourceArn: string): Promise<StreamDescription>;
  /** The position behind everything that the shard holds now. */
  latest(shard: ShardOfStream): Promise<string>;
  /** The records from a position on. Rejects when the stream cannot be read. */
  read(request: ReadRequest): Promise<ReadAnswer>;
  /** Calls `listener` whenever something happens to the shard, until the answered function is called. */
  onChange(shard: ShardOfStream, listener: (change: ShardChange) => void): () => void;
}

/** What happens to a shard while it is read. */
export type ShardChange =
  /** It has new records, or is closed. */
  | { readonly type: 'grown' }
  | { readonly type: 'retention-changed'; readonly retentionMs: number }
  /** It is gone with its stream. */
  | { readonly type: 'deleted' };

/** A stream, told from an earlier one of the same name, and its shards. */
interface StreamDescription {
  readonly streamId: string;
  readonly shards: readonly ShardDescription[];
}

export interface ShardDescription {
  readonly shardId: string;
  /** The shards that were split or merged into this one. */
  readonly parentShardIds: readonly string[];
  /** The hash keys that belong to the shard, both ends included, as decimal numbers. */
  readonly hashKeys: { readonly starting: string; readonly ending: string };
}

export interface ShardOfStream {
  readonly eventSourceArn: string;
  readonly streamId: string;
  readonly shardId: string;
}

interface ReadRequest extends ShardOfStream {
  readonly position: ShardPosition;
  /** The greatest number of records wanted. */
  readonly limit: number;
}

export interface ReadAnswer {
  readonly records: readonly StreamRecord[];
  readonly atShardEnd: boolean;
  readonly retentionMs: number;
}

/** The stream that was read is gone, and another one has its name. */
export class StreamReplacedError extends Error {}

/** The function. */
export interface FunctionPort {
  /** The ARN of the role that the function has. */
  roleArn(functionArn: string): string;
  exists(functionArn: string): boolean;
  /** Invokes synchronously. Never rejects: whatever goes wrong is an outcome. */
  invoke(invocation: Invocation): Promise<Outcome>;
}

interface Invocation {
  readonly functionArn: string;
  readonly requestId: string;
  /** JSON text in UTF-8. */
  readonly payload: Uint8Array;
  /** To be called when the function has got the event, if that can be told; it has time to work then. */
  readonly onDelivered?: () => void;
}

/** Where a mapping's progress is kept, and where its failure records go. */
export interface ProgressPort {
  /** The sequence number up to which a shard is finished; undefined when none is. */
  checkpoint(shard: ShardOfMapping): string | undefined;
  /** The tumbling window that is open; undefined when none is. */
  openWindow(shard: ShardOfMapping): OpenWindow | undefined;
  /** Stores the checkpoint and the tumbling window, in one commit. */
  saveProgress(shard: ShardOfMapping, progress: Progress): Promise<void>;
  /**
   * Delivers the failure record, when there is a destination, and stores the progress: both or
   * neither. When the destination refuses, only the progress is stored, and the reason answered.
   * Rejects when nothing could be stored.
   */
  discard(shard: ShardOfMapping, discard: Discard): Promise<string | undefined>;
  /** Why failure records cannot go to a destination; undefined when they can. */
  refusesDestination(destinationArn: string): string | undefined;
}

/** What a mapping's progress is kept for. */
export interface ShardOfMapping {
  readonly mappingId: string;
  readonly streamId: string;
  readonly shardId: string;
}

/** The checkpoint of a closed shard whose every record is finished. */
export const SHARD_END = 'SHARD_END';

interface Discard {
  readonly failureRecord: string;
  readonly destinationArn: string | undefined;
  readonly progress: Progress;
  /** The event that the function was given, as text: some destinations get it too. */
  readonly event: () => string;
}

/** Where mappings themselves are kept. */
export interface MappingPort {
  load(uuid: string): EventSourceMapping | undefined;
  /** Every mapping that is kept. */
  all(): EventSourceMapping[];
  /** Keeps a mapping; what became of its last batch stays what is kept of that. */
  save(mapping: EventSourceMapping): Promise<void>;
  /** Keeps what became of the last batch, of a mapping that is still kept. */
  saveResult(uuid: string, lastProcessingResult: string): Promise<void>;
  /** Forgets a mapping and its checkpoints. */
  remove(mapping: EventSourceMapping): Promise<void>;
}

export interface Ports {
  readonly stream: StreamPort;
  readonly function: FunctionPort;
  readonly progress: ProgressPort;
  readonly mappings: MappingPort;
}
