import type { Clock } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { Random } from '../random/random.ts';
import type { Report } from './effect.ts';
import type { EventSourceMapping } from './mapping.ts';
import { MappingRunner } from './mapping-runner.ts';
import type { Pace } from './pace.ts';
import type { Ports } from './ports.ts';
import { processingResult } from './processing-result.ts';

export interface RunningMappingOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly events: Events;
  readonly pace: Pace;
  readonly ports: Ports;
}

/** Never aborted: whoever changes a mapping waits for what is under way, however long it takes. */
const PATIENT = new AbortController().signal;

/**
 * One mapping, as it is and as it runs. A change lets the call under way come to its end, then goes
 * on from the checkpoint with the new settings; retries begin anew. AWS does not say what happens to
 * a batch that is being retried; this is our choice.
 */
export class RunningMapping {
  readonly #options: RunningMappingOptions;
  #mapping: EventSourceMapping;
  #runner: MappingRunner | undefined;
  /** Changes are carried out one after the other. */
  #changing: Promise<void> = Promise.resolve();
  #isClosed = false;
  /** What was reported last, so that the same problem is not told again and again. */
  #lastProblem: string | undefined;

  constructor(mapping: EventSourceMapping, options: RunningMappingOptions) {
    this.#mapping = mapping;
    this.#options = options;
    this.#run();
  }

  get mapping(): EventSourceMapping {
    return this.#mapping;
  }

  /** Goes over to what the mapping shall be from now on; it shows `state` until that is reached. */
  change(mapping: EventSourceMapping, state: EventSourceMapping['state']): void {
    const { lastProcessingResult } = this.#mapping;
    this.#mapping = { ...mapping, lastProcessingResult, state };
    this.#changing = this.#changing.then(async () => {
      await this.#runner?.stop(PATIENT);
      this.#runner = undefined;
      if (this.#isClosed) return;
      this.#mapping = { ...this.#mapping, state: settledState(this.#mapping) };
      this.#run();
    });
  }

  retag(tags: EventSourceMapping['tags']): void {
    this.#mapping = { ...this.#mapping, tags };
  }

  /** Stops; what is not over when `signal` is aborted is made again next time. */
  async close(signal: AbortSignal): Promise<void> {
    this.#isClosed = true;
    await this.#runner?.stop(signal);
  }

  #run(): void {
    if (!this.#mapping.isEnabled) return;
    const { clock, random, pace, ports } = this.#options;
    const onReport = (report: Report) => this.#take(report);
    const mapping = this.#mapping;
    this.#runner = new MappingRunner({ mapping, clock, random, pace, ports, onReport });
  }

  #take({ name, event }: Report): void {
    const problem = name === 'mapping-problem' ? (event as { message: string }).message : undefined;
    if (problem !== undefined && problem === this.#lastProblem) return;
    if (problem !== undefined || name === 'batch-succeeded') this.#lastProblem = problem;

    const lastProcessingResult = processingResult(name, event);
    const isNew = lastProcessingResult !== this.#mapping.lastProcessingResult;
    if (lastProcessingResult !== undefined && isNew) {
      this.#mapping = { ...this.#mapping, lastProcessingResult };
      // Shown only; a result that is lost with a crash comes again with the next batch.
      const { uuid } = this.#mapping;
      const saved = this.#options.ports.mappings.saveResult(uuid, lastProcessingResult);
      void saved.catch(() => {});
    }
    this.#options.events.emit(name, event as never);
  }
}

/** The state in which a mapping is when nothing is being changed. */
export function settledState({ isEnabled }: { isEnabled: boolean }): 'Enabled' | 'Disabled' {
  return isEnabled ? 'Enabled' : 'Disabled';
}
