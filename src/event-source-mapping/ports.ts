import type { EventSourceMapping } from './mapping.ts';
import type { Outcome } from './outcome.ts';
import type { ShardPosition, StreamRecord } from './stream-record.ts';

/** The stream, as a mapping needs it. */
export interface StreamPort {
  /** The ids of the shards that hold, or may yet hold, records. */
  shardIds(eventSourceArn: string): Promise<readonly string[]>;
  /** The records from a position on. Rejects when the stream cannot be read. */
  read(request: ReadRequest): Promise<ReadAnswer>;
  /** Calls `listener` whenever the shard has new records, until the answered function is called. */
  onRecords(eventSourceArn: string, shardId: string, listener: () => void): () => void;
}

interface ReadRequest {
  readonly eventSourceArn: string;
  readonly shardId: string;
  readonly position: ShardPosition;
  /** The greatest number of records wanted. */
  readonly limit: number;
}

interface ReadAnswer {
  readonly records: readonly StreamRecord[];
  readonly atShardEnd: boolean;
  readonly retentionMs: number;
}

/** The function. */
export interface FunctionPort {
  /** The ARN of the role that the function has. */
  roleArn(functionArn: string): string;
  /** Invokes synchronously. Never rejects: whatever goes wrong is an outcome. */
  invoke(invocation: Invocation): Promise<Outcome>;
}

interface Invocation {
  readonly functionArn: string;
  readonly requestId: string;
  /** JSON text. */
  readonly payload: string;
}

/** Where a mapping's progress is kept, and where its failure records go. */
export interface ProgressPort {
  /** The sequence number up to which a shard is finished; undefined when none is. */
  checkpoint(mappingId: string, shardId: string): string | undefined;
  saveCheckpoint(checkpoint: Checkpoint): Promise<void>;
  /**
   * Delivers the failure record, when there is a destination, and stores the checkpoint, both or
   * neither. When the destination refuses, only the checkpoint is stored and the reason answered.
   */
  discard(discard: Discard): Promise<string | undefined>;
}

export interface Checkpoint {
  readonly mappingId: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
}

interface Discard extends Checkpoint {
  readonly failureRecord: string;
  readonly destinationArn: string | undefined;
}

/** Where mappings themselves are kept. */
export interface MappingPort {
  load(uuid: string): EventSourceMapping | undefined;
  save(mapping: EventSourceMapping): Promise<void>;
}

export interface Ports {
  readonly stream: StreamPort;
  readonly function: FunctionPort;
  readonly progress: ProgressPort;
  readonly mappings: MappingPort;
}
