import type { Effect, Input } from '../event-source-mapping/effect.ts';
import type { Ports } from '../event-source-mapping/ports.ts';
import {
  ShardConsumer,
  type ShardConsumerOptions,
} from '../event-source-mapping/shard-consumer.ts';
import type { MakeMachine } from './simulated-mapping.ts';

/** A fault planted between the world and the engine, and the laws that may be the first to break. */
export interface Mutant {
  readonly caughtBy: readonly string[];
  /** What becomes of a machine's options, of what it is told, and of what it asks for. */
  readonly machine?: MakeMachine;
  readonly ports?: (ports: Ports) => Ports;
}

interface Plant {
  readonly options?: (options: ShardConsumerOptions) => ShardConsumerOptions;
  readonly input?: (input: Input) => Input;
  readonly effects?: (effects: readonly Effect[], input: Input) => readonly Effect[];
}

/** Plants a fault anew in each machine, so that it may remember things. */
export function planted(plant: (options: ShardConsumerOptions) => Plant): MakeMachine {
  return (options, nowMs) => {
    const fault = plant(options);
    const consumer = new ShardConsumer(fault.options?.(options) ?? options, nowMs);
    return {
      handle(input, at) {
        const effects = consumer.handle(fault.input?.(input) ?? input, at);
        return fault.effects?.(effects, input) ?? effects;
      },
    };
  };
}

export const withSettings = (
  change: (settings: ShardConsumerOptions['settings']) => Partial<ShardConsumerOptions['settings']>,
): MakeMachine =>
  planted(() => ({
    options: (options) => ({
      ...options,
      settings: { ...options.settings, ...change(options.settings) },
    }),
  }));

export const withInputs = (input: (input: Input) => Input): MakeMachine =>
  planted(() => ({ input }));

export const withEffects = (
  effects: (effects: readonly Effect[], input: Input) => readonly Effect[],
): MakeMachine => planted(() => ({ effects }));

export const each =
  (change: (effect: Effect) => Effect | readonly Effect[]) =>
  (effects: readonly Effect[]): readonly Effect[] =>
    effects.flatMap(change);
