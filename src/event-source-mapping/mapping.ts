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
 * Where the mapping starts in a shard. LATEST is the moment at which the mapping was made: AWS may
 * begin a while later and miss what comes in between, which nobody could rely on.
 */
export function startOf(mapping: EventSourceMapping): ShardPosition {
  if (mapping.startingPosition === 'TRIM_HORIZON') return { type: 'TRIM_HORIZON' };
  const timestamp =
    mapping.startingPosition === 'LATEST'
      ? mapping.createdAtMs
      : Math.floor((mapping.startingPositionTimestampMs ?? 0) / 1000) * 1000;
  return { type: 'AT_TIMESTAMP', timestamp };
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
