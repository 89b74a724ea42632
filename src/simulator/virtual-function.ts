import type { Outcome } from '../event-source-mapping/outcome.ts';
import type { WindowInvocation } from '../event-source-mapping/tumbling-window.ts';
import { answerTo, answerToFinalInvoke, refusal } from './answers.ts';
import { between, chanceOf } from './chance.ts';
import type { Invocation, Run, ShardFacts, SimulatedRecord } from './facts.ts';
import type { PlannedPut } from './plan.ts';
import { hasWindows } from './window-facts.ts';
import type { World } from './world.ts';

/** More than a state may have. */
const PAD = 'x'.repeat(1024 * 1024);

interface Call {
  readonly run: Run;
  readonly shard: ShardFacts;
  readonly requestId: string;
  readonly records: readonly SimulatedRecord[];
  readonly payloadBytes?: number;
  readonly window?: WindowInvocation | undefined;
}

/** The function: it does what its records make it do, and takes the time that it takes. */
export class VirtualFunction {
  readonly #world: World;
  #count = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Calls `answer` once it is over, even if whoever called is gone by then. */
  invoke(call: Call, answer: (outcome: Outcome) => void): void {
    const { clock, chronicle } = this.#world;
    const { run, shard, requestId, records, payloadBytes, window } = call;
    const atMs = clock.now();
    const invocation: Invocation = { run, shard, requestId, records, payloadBytes, window, atMs };
    chronicle.invoked(invocation);
    const { outcome, meaning, durationMs } = this.#answer(run, records);
    this.#world.after(durationMs, () => {
      if (run.endedAtMs === undefined) chronicle.answered(invocation, meaning);
      answer(outcome);
    });
  }

  #answer(run: Run, records: readonly SimulatedRecord[]) {
    const { plan } = this.#world;
    const { fastestMs, slowestMs, timeoutMs } = plan.function;
    const count = this.#count++;
    const chance = chanceOf(plan.seed, 5, count);
    const reportsItemFailures = run.settings.functionResponseTypes.length > 0;
    const circumstances = {
      seed: plan.seed,
      count,
      timeoutMs,
      reportsItemFailures,
      durationMs: between(fastestMs, slowestMs, chance),
      ...(hasWindows(run) && { state: this.#newState(count) }),
    };
    if (this.#world.suffers('throttle')) return refusal(circumstances);
    if (records.length === 0) return answerToFinalInvoke(circumstances);
    const troubled = records.filter((record) => makesTrouble(record.put, record.seen++));
    return answerTo(records, troubled, circumstances);
  }

  /** A state that no other call returns; in some histories now and then one that is too large. */
  #newState(count: number): string {
    const { seed } = this.#world.plan;
    const isTooLarge = seed % 12 === 0 && chanceOf(seed, 17, count) < 0.03;
    return isTooLarge ? `{"call":${count},"pad":"${PAD}"}` : `{"call":${count}}`;
  }
}

function makesTrouble({ trouble }: PlannedPut, seenBefore: number): boolean {
  return trouble !== undefined && (trouble.times < 0 || seenBefore < trouble.times);
}
