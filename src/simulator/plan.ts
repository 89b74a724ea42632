import type { PACES } from '../event-source-mapping/pace.ts';
import type { EventSourceMappingSettings } from '../event-source-mapping/settings.ts';

/**
 * Everything that will happen in a history, as data, before anything of it happens. Times are
 * milliseconds after its beginning. The same plan always gives the same history, and a plan from
 * which parts were removed is a plan again: that is how a failing one is made small.
 */
export interface Plan {
  readonly seed: number;
  /** `machine`: shard consumers alone; `mapping`: runner and pollers as well, behind their ports. */
  readonly drives: 'machine' | 'mapping';
  readonly pace: keyof typeof PACES;
  readonly settings: PlannedSettings;
  readonly start: PlannedStart;
  readonly retentionMs: number;
  /** How many shards the stream has at first. */
  readonly shards: number;
  readonly function: PlannedFunction;
  /** In the order of their times. */
  readonly puts: readonly PlannedPut[];
  /** In the order of their times. */
  readonly faults: readonly PlannedFault[];
}

/** The destination is either there or not; its name says nothing. */
export type PlannedSettings = EventSourceMappingSettings & {
  /** Records that are not wanted are filtered out. */
  readonly isFiltered: boolean;
};

/** When the mapping is made, and from where it reads the shards that are there. */
interface PlannedStart {
  readonly atMs: number;
  readonly position: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
  /** Whole seconds after the beginning of the history, only with AT_TIMESTAMP. */
  readonly timestampMs?: number;
}

interface PlannedFunction {
  readonly fastestMs: number;
  readonly slowestMs: number;
  readonly timeoutMs: number;
}

export interface PlannedPut {
  readonly atMs: number;
  /** Records of one key stay in order. */
  readonly key: number;
  readonly bytes: number;
  readonly isWanted: boolean;
  readonly trouble?: Trouble;
}

/** What a record does to the function that is handed it, the first `times` times; -1: always. */
export interface Trouble {
  readonly kind: TroubleKind;
  readonly times: number;
}

export type TroubleKind = 'raise' | 'time-out' | 'report' | 'malformed';

/** Something that goes wrong, or only otherwise, from `atMs` on for `forMs`. */
export interface PlannedFault {
  readonly type: FaultType;
  readonly atMs: number;
  readonly forMs: number;
  /** Which of the shards, from 0 to 1. */
  readonly pick?: number;
  /** What the mapping has when it starts again. */
  readonly settings?: Partial<PlannedSettings>;
}

export type FaultType =
  /** A shard is split; two are merged. */
  | 'split'
  | 'merge'
  /** The mapping is stopped, and started again with `settings`. */
  | 'disable'
  /** The mapping is gone from one moment to the next; what was stored remains. */
  | 'crash'
  /** Every invocation is refused. */
  | 'throttle'
  /** The destination takes no failure record. */
  | 'refuse-delivery'
  /** Nothing can be stored. */
  | 'break-store'
  /** The stream cannot be read. */
  | 'break-reads'
  /** The clock leaps ahead by `forMs`; what was due in between comes late. */
  | 'jump';

/** When everything that is planned is over. */
export function endOfPlan({ puts, faults, start }: Plan): number {
  const ends = faults.map(({ atMs, forMs }) => atMs + forMs);
  return Math.max(start.atMs, puts.at(-1)?.atMs ?? 0, ...ends);
}
