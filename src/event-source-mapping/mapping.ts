import { formatArn, parseArn } from '../aws/arn.ts';
import type { Scope } from '../aws/scope.ts';
import type { EventSourceMappingSettings } from './settings.ts';
import type { ShardPosition } from './stream-record.ts';

/** Where a mapping begins to read a shard for which it has no checkpoint. */
type StartingPosition = 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';

/** The states of a mapping (Lambda API reference). */
type MappingState =
  | 'Creating'
  | 'Enabling'
  | 'Enabled'
  | 'Disabling'
  | 'Disabled'
  | 'Updating'
  | 'Deleting';

/** What whoever makes a mapping says of it. */
export interface MappingDefinition {
  /** Lower-case UUID. */
  readonly uuid: string;
  readonly scope: Scope;
  readonly eventSourceArn: string;
  /** With the qualifier that was given, or without one. */
  readonly functionArn: string;
  readonly startingPosition: StartingPosition;
  /** Milliseconds since the epoch, only with AT_TIMESTAMP; AWS keeps whole seconds. */
  readonly startingPositionTimestampMs?: number;
  readonly isEnabled: boolean;
  readonly settings: EventSourceMappingSettings;
  /** What made it: mappings of a template come back with the template, others by themselves. */
  readonly origin: 'template' | 'api';
  readonly tags: Readonly<Record<string, string>>;
}

/** What of a mapping can be changed; what is absent stays as it is. */
export interface MappingChange {
  readonly functionArn?: string | undefined;
  readonly isEnabled?: boolean | undefined;
  readonly settings: Partial<EventSourceMappingSettings>;
}

/** A mapping as it is kept and shown. */
export interface EventSourceMapping extends MappingDefinition {
  readonly state: MappingState;
  readonly createdAtMs: number;
  readonly lastModifiedMs: number;
  readonly lastProcessingResult: string;
}

/** What a mapping shows until its first batch is finished (recorded on AWS). */
export const NO_RECORDS_PROCESSED = 'No records processed';

/**
 * Where the mapping starts in a shard for which it has no checkpoint. With LATEST, what was there
 * when the mapping was made is behind checkpoints, so a shard without one came later, and is read
 * from its beginning. (AWS may begin a while after the creation, and miss what comes in between.)
 */
export function startOf(mapping: EventSourceMapping): ShardPosition {
  if (mapping.startingPosition !== 'AT_TIMESTAMP') return { type: 'TRIM_HORIZON' };
  const timestampMs = mapping.startingPositionTimestampMs ?? 0;
  return { type: 'AT_TIMESTAMP', timestamp: Math.floor(timestampMs / 1000) * 1000 };
}

/** The ARN of a mapping itself. */
export function mappingArn({ scope, uuid }: MappingDefinition): string {
  return formatArn(scope, 'lambda', `event-source-mapping:${uuid}`);
}

/**
 * The function ARN that a name, a qualified name, a partial or a full ARN means; a qualifier is kept
 * (a mapping is on exactly what it was made with).
 */
export function functionArnOf(scope: Scope, name: string): string {
  if (parseArn(name)) return name;
  const partial = /^\d{12}:function:(.+)$/.exec(name);
  return formatArn(scope, 'lambda', `function:${partial?.[1] ?? name}`);
}

/**
 * What is wrong with where a new mapping begins, if anything. AWS documents that it refuses a time to
 * come (Lambda API reference, StartingPositionTimestamp); the text is our own.
 */
export function startProblem(
  {
    startingPositionTimestampMs: startMs = 0,
  }: Pick<MappingDefinition, 'startingPositionTimestampMs'>,
  nowMs: number,
): string | undefined {
  if (startMs <= nowMs) return undefined;
  const time = new Date(startMs).toISOString();
  return `The StartingPositionTimestamp must not be in the future: ${time} has not come.`;
}
