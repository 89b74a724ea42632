import type { Outcome } from '../event-source-mapping/outcome.ts';
import { answerTo, refusal } from './answers.ts';
import { between, chanceOf } from './chance.ts';
import type { Invocation, Run, ShardFacts, SimulatedRecord } from './facts.ts';
import type { PlannedPut } from './plan.ts';
import type { World } from './world.ts';

interface Call {
  readonly run: Run;
  readonly shard: ShardFacts;
  readonly requestId: string;
  readonly records: readonly SimulatedRecord[];
  readonly payloadBytes?: number;
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
    const { run, shard, requestId, records, payloadBytes } = call;
    const atMs = clock.now();
    const invocation: Invocation = { run, shard, requestId, records, payloadBytes, atMs };
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
    };
    if (this.#world.suffers('throttle')) return refusal(circumstances);
    const troubled = records.filter((record) => makesTrouble(record.put, record.seen++));
    return answerTo(records, troubled, circumstances);
  }
}

function makesTrouble({ trouble }: PlannedPut, seenBefore: number): boolean {
  return trouble !== undefined && (trouble.times < 0 || seenBefore < trouble.times);
}
