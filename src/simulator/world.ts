import { PACES } from '../event-source-mapping/pace.ts';
import { between, chanceOf } from './chance.ts';
import { Chronicle } from './chronicle.ts';
import type { Plan } from './plan.ts';
import { VirtualClock } from './virtual-clock.ts';
import { VirtualStream } from './virtual-stream.ts';

/** When every history begins. */
const START_MS = Date.UTC(2026, 0, 1);

/** Takes a line of what happens. */
export type Trace = (line: string) => void;

/** What all parts of a history share. */
export class World {
  readonly plan: Plan;
  readonly startMs = START_MS;
  readonly clock = new VirtualClock(START_MS);
  readonly stream: VirtualStream;
  readonly chronicle: Chronicle;
  readonly trace: Trace | undefined;
  #draws = 0;

  constructor(plan: Plan, trace?: Trace) {
    this.plan = plan;
    this.trace = trace;
    this.stream = new VirtualStream(plan, START_MS + (plan.start.timestampMs ?? 0));
    const { clock, stream } = this;
    this.chronicle = new Chronicle({ clock, stream, pace: PACES[plan.pace] });
  }

  /** How long the history has lasted. */
  get elapsedMs(): number {
    return this.clock.now() - this.startMs;
  }

  /** Whether a fault that was planned is under way. */
  suffers(type: Plan['faults'][number]['type']): boolean {
    const now = this.elapsedMs;
    for (const fault of this.plan.faults) {
      if (fault.type === type && fault.atMs <= now && now < fault.atMs + fault.forMs) return true;
    }
    return false;
  }

  /** A time from `fromMs` to `toMs`, by chance. */
  draw(fromMs: number, toMs: number): number {
    return between(fromMs, toMs, chanceOf(this.plan.seed, 7, this.#draws++));
  }

  after(delayMs: number, callback: () => void): void {
    this.clock.at(this.clock.now() + delayMs, callback);
  }

  say(what: () => string): void {
    this.trace?.(`${timeOf(this.elapsedMs)}  ${what()}`);
  }
}

/** `hh:mm:ss.mmm` after the beginning. */
export function timeOf(elapsedMs: number): string {
  const [hours, rest] = [Math.floor(elapsedMs / 3_600_000), elapsedMs % 3_600_000];
  const text = new Date(rest).toISOString().slice(14, 23);
  return `${String(hours).padStart(2, '0')}:${text}`;
}
