import { ShardConsumer } from '../event-source-mapping/shard-consumer.ts';
import type { Violation } from './chronicle.ts';
import { isBehind } from './invariants/caught-up.ts';
import { isLeft } from './invariants/invariant.ts';
import { Lifecycle } from './lifecycle.ts';
import { endOfPlan, type Plan, type PlannedFault } from './plan.ts';
import type { MakeMachine, MappingStart } from './simulated-mapping.ts';
import { VirtualFunction } from './virtual-function.ts';
import { VirtualStore } from './virtual-store.ts';
import { type Trace, World } from './world.ts';

/** Longer than any wait of the engine: back-off, batching window, a slow function. */
const LONGEST_QUIET_MS = 15 * 60_000;
/** How long a history goes on after everything is finished, for what should not happen any more. */
const AFTERWARDS_MS = 5_000;
/** How often it is looked whether everything is finished. */
const LOOK_EVERY_MS = 5_000;
const HOUR_MS = 3_600_000;
/** As many calls at one and the same time mean that there is no end to them. */
const MOST_CALLS_AT_ONCE = 200_000;

export interface SimulateOptions {
  readonly machine?: MakeMachine;
  readonly ports?: MappingStart['ports'];
  readonly trace?: Trace;
}

/** What a history has shown. */
export interface HistoryResult {
  readonly violation: Violation | undefined;
  readonly records: number;
  readonly invocations: number;
  /** How long it lasted, in its own time. */
  readonly virtualMs: number;
}

/** Lives through a plan, and holds it against the laws until the first is broken. */
export async function simulate(plan: Plan, options: SimulateOptions = {}): Promise<HistoryResult> {
  const world = new World(plan, options.trace);
  const { clock, chronicle } = world;
  const lifecycle = new Lifecycle(
    {
      world,
      store: new VirtualStore(world),
      invokes: new VirtualFunction(world),
      machine: options.machine ?? ((of, nowMs) => new ShardConsumer(of, nowMs)),
      ports: options.ports ?? ((ports) => ports),
    },
    plan.settings,
  );
  feed(world);
  for (const fault of plan.faults)
    clock.at(world.startMs + fault.atMs, () => strike(world, lifecycle, fault));
  try {
    lifecycle.begin();
    const isOver = ending(world, lifecycle);
    while (!isOver() && clock.next()) if (plan.drives === 'mapping') await turn();
  } catch (error) {
    chronicle.defect = `the engine has thrown: ${error instanceof Error ? error.stack : error}`;
  }
  chronicle.end();
  lifecycle.crash({ type: 'crash', atMs: 0, forMs: 0 });
  const { violation, invocations } = chronicle;
  return {
    violation,
    invocations,
    records: world.stream.records.length,
    virtualMs: world.elapsedMs,
  };
}

/** Puts the records, those of one time with one call. */
function feed(world: World): void {
  const { puts } = world.plan;
  let next = 0;
  const putNext = () => {
    const { atMs } = puts[next] as Plan['puts'][number];
    const from = next;
    while (puts[next]?.atMs === atMs) next++;
    world.say(() => `put ${next - from} records`);
    world.stream.put(puts.slice(from, next), world.clock.now());
    schedule();
  };
  const schedule = () => {
    const put = puts[next];
    if (put) world.clock.at(world.startMs + put.atMs, putNext);
  };
  schedule();
}

function strike(world: World, lifecycle: Lifecycle, fault: PlannedFault): void {
  const { type, forMs, pick = 0 } = fault;
  const nowMs = world.clock.now();
  world.say(() => `fault: ${JSON.stringify(fault)}`);
  if (type === 'split') world.stream.split(pick, nowMs);
  if (type === 'merge') world.stream.merge(pick, nowMs);
  if (type === 'disable') lifecycle.disable(fault);
  if (type === 'crash') lifecycle.crash(fault);
  if (type === 'jump') world.clock.jump(forMs);
}

/** Answers whether the history is over: a law is broken, all is done, or nothing happens any more. */
function ending(world: World, lifecycle: Lifecycle): () => boolean {
  const { clock, chronicle, stream, plan } = world;
  const plannedEndMs = world.startMs + endOfPlan(plan);
  const lastMs = plannedEndMs + plan.retentionMs + HOUR_MS;
  let [sinceMs, calls, lookAtMs] = [0, 0, 0];
  return () => {
    if (chronicle.violation) return true;
    const nowMs = clock.now();
    calls = nowMs === sinceMs ? calls + 1 : 0;
    sinceMs = nowMs;
    if (calls > MOST_CALLS_AT_ONCE) {
      chronicle.defect = 'time stands still';
      return true;
    }
    if (nowMs <= plannedEndMs || stream.records.length < plan.puts.length) return false;
    const quietMs = nowMs - Math.max(chronicle.progressAtMs, plannedEndMs);
    if (quietMs > LONGEST_QUIET_MS || nowMs > lastMs) return true;
    if (quietMs < AFTERWARDS_MS || !lifecycle.isRunning || nowMs < lookAtMs) return false;
    lookAtMs = nowMs + LOOK_EVERY_MS;
    return isDone(world);
  };
}

/**
 * Every record is finished or was dropped by the stream, everything of it is stored, and no tumbling
 * window is open.
 */
function isDone({ chronicle, stream }: World): boolean {
  if (stream.records.some((record) => isLeft(record, chronicle))) return false;
  const windows = [...(chronicle.runs.at(-1)?.shards.values() ?? [])];
  if (windows.some(({ openWindow }) => openWindow !== undefined)) return false;
  return !stream.shards.some((shard) => isBehind(shard, chronicle));
}

/** Lets everything that waits for nothing but its turn go on. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
