import { DEFAULT_SCOPE } from '../aws/scope.ts';
import type { Effect, Input } from '../event-source-mapping/effect.ts';
import { type EventSourceMapping, NO_RECORDS_PROCESSED } from '../event-source-mapping/mapping.ts';
import type { Ports } from '../event-source-mapping/ports.ts';
import type { ShardConsumerOptions } from '../event-source-mapping/shard-consumer.ts';
import type { Run } from './facts.ts';
import { IDENTITY } from './invariants/batch-limits.ts';
import type { VirtualFunction } from './virtual-function.ts';
import type { VirtualStore } from './virtual-store.ts';
import type { World } from './world.ts';

export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:simulated';

/** One life of the mapping under test. */
export interface SimulatedMapping {
  /** Asks it to stop; `stopped` is called when it has. */
  stop(stopped: () => void): void;
  /** Takes it away from one moment to the next. */
  crash(): void;
}

/** What decides for one shard: a ShardConsumer, or one with a fault planted in it. */
interface Machine {
  handle(input: Input, nowMs: number): readonly Effect[];
}

/** Makes the machine of a shard. */
export type MakeMachine = (options: ShardConsumerOptions, nowMs: number) => Machine;

/** Everything that one life of a mapping is given. */
export interface MappingStart {
  readonly world: World;
  readonly run: Run;
  readonly store: VirtualStore;
  readonly invokes: VirtualFunction;
  readonly machine: MakeMachine;
  /** Changes what the whole engine is given to act through. */
  readonly ports: (ports: Ports) => Ports;
}

/** Matches the partition keys of wanted records. */
const WANTED_PATTERN = '{"partitionKey":[{"prefix":"key-"}]}';

/** The mapping under test as the product describes it. */
export function mappingIn({ world, run }: MappingStart): EventSourceMapping {
  const { isFiltered, ...settings } = run.settings;
  const { position, timestampMs } = world.plan.start;
  const filterPatterns = isFiltered ? [WANTED_PATTERN] : [];
  return {
    uuid: 'simulated',
    scope: DEFAULT_SCOPE,
    eventSourceArn: IDENTITY.eventSourceArn,
    functionArn: FUNCTION_ARN,
    startingPosition: position,
    ...(timestampMs !== undefined && {
      startingPositionTimestampMs: world.startMs + timestampMs,
    }),
    isEnabled: true,
    settings: { ...settings, filterPatterns },
    origin: 'api',
    tags: {},
    state: 'Enabled',
    createdAtMs: world.startMs,
    lastModifiedMs: run.startedAtMs,
    lastProcessingResult: NO_RECORDS_PROCESSED,
  };
}
