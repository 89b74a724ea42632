import type { Run } from './facts.ts';
import { MachineMapping } from './machine-mapping.ts';
import type { PlannedFault, PlannedSettings } from './plan.ts';
import type { MappingStart, SimulatedMapping } from './simulated-mapping.ts';
import { WholeMapping } from './whole-mapping.ts';

const MAPPINGS = { machine: MachineMapping, mapping: WholeMapping };

/**
 * Starts, stops and kills the mapping under test. States:
 *
 * - *running*: left by `disable` (→ stopping) or `crash` (→ down).
 * - *stopping*: what is under way comes to its end (→ down), or `crash` cuts it short (→ down).
 * - *down*: nothing runs; left at the time at which the latest fault ends (→ running).
 */
export class Lifecycle {
  readonly #start: Omit<MappingStart, 'run'>;
  #settings: PlannedSettings;
  #current: { readonly run: Run; readonly mapping: SimulatedMapping } | undefined;
  #startsAtMs = 0;

  constructor(start: Omit<MappingStart, 'run'>, settings: PlannedSettings) {
    this.#start = start;
    this.#settings = settings;
    this.#startAfter(start.world.plan.start.atMs);
  }

  get isRunning(): boolean {
    return this.#current !== undefined && this.#current.run.stoppingAtMs === undefined;
  }

  begin(): void {
    const { world } = this.#start;
    if (this.#current || world.elapsedMs < this.#startsAtMs) return;
    const isFirst = world.chronicle.runs.length === 0;
    if (isFirst && world.plan.start.position === 'LATEST') world.stream.startAtLatest();
    const run = world.chronicle.begin(this.#settings);
    world.say(() => `the mapping starts: run ${run.id}`);
    const mapping = new MAPPINGS[world.plan.drives]({ ...this.#start, run });
    this.#current = { run, mapping };
  }

  disable({ forMs, settings }: PlannedFault): void {
    const current = this.#current;
    if (!current || current.run.stoppingAtMs !== undefined) return;
    const { world } = this.#start;
    this.#settings = { ...this.#settings, ...settings };
    world.say(() => 'the mapping is asked to stop');
    this.#startAfter(forMs);
    current.run.stoppingAtMs = world.clock.now();
    current.mapping.stop(() => {
      if (current.run.endedAtMs !== undefined) return;
      world.say(() => 'the mapping has stopped');
      world.chronicle.over(current.run, 'stopped');
      this.#current = undefined;
      this.begin();
    });
  }

  crash({ forMs }: PlannedFault): void {
    const current = this.#current;
    if (!current) return;
    const { world } = this.#start;
    world.say(() => 'the mapping crashes');
    world.chronicle.over(current.run, 'crashed');
    current.mapping.crash();
    this.#current = undefined;
    this.#startAfter(forMs);
  }

  #startAfter(delayMs: number): void {
    const { world } = this.#start;
    this.#startsAtMs = world.elapsedMs + delayMs;
    world.after(delayMs, () => this.begin());
  }
}
