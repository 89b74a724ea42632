import type { Effect, Input } from '../event-source-mapping/effect.ts';
import type { Ports } from '../event-source-mapping/ports.ts';
import type { ShardConsumerOptions } from '../event-source-mapping/shard-consumer.ts';
import type { Run } from './facts.ts';
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
