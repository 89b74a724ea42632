import type { Clock } from '../clock/clock.ts';
import type { Violation } from './chronicle.ts';
import { randomPlan } from './random-plan.ts';
import { type SimulateOptions, simulate } from './simulate.ts';

export interface HistoriesOptions {
  /** Real time, to measure by. */
  readonly clock: Clock;
  readonly firstSeed: number;
  /** How many, and for how long at most in milliseconds of real time. */
  readonly histories: number;
  readonly mostMs?: number;
  /** Ends with the first history that breaks a law. */
  readonly untilBroken?: boolean;
  readonly simulate?: SimulateOptions;
}

export interface Summary {
  readonly histories: number;
  readonly records: number;
  readonly invocations: number;
  readonly seconds: number;
  readonly recordsPerSecond: number;
  readonly failures: readonly { readonly seed: number; readonly violation: Violation }[];
}

/** Lives through one random history after the other. */
export async function runHistories(options: HistoriesOptions): Promise<Summary> {
  const { clock, firstSeed, mostMs = Number.POSITIVE_INFINITY } = options;
  const startMs = clock.now();
  let [histories, records, invocations] = [0, 0, 0];
  const failures: { seed: number; violation: Violation }[] = [];
  while (histories < options.histories && clock.now() - startMs < mostMs) {
    const seed = firstSeed + histories++;
    const result = await simulate(randomPlan(seed), options.simulate);
    records += result.records;
    invocations += result.invocations;
    if (!result.violation) continue;
    failures.push({ seed, violation: result.violation });
    if (options.untilBroken) break;
  }
  const seconds = Math.max(0.001, (clock.now() - startMs) / 1000);
  const recordsPerSecond = Math.round(records / seconds);
  return { histories, records, invocations, seconds, recordsPerSecond, failures };
}
