import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { Random } from '../random/random.ts';
import type { Report } from './effect.ts';
import {
  type EventSourceMapping,
  type MappingDefinition,
  NO_RECORDS_PROCESSED,
} from './mapping.ts';
import { MappingRunner } from './mapping-runner.ts';
import type { Pace } from './pace.ts';
import type { Ports } from './ports.ts';
import { processingResult } from './processing-result.ts';

export interface EventSourceMappingsOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly events: Events;
  readonly pace: Pace;
  readonly ports: Ports;
}

interface Running {
  mapping: EventSourceMapping;
  /** Absent while the mapping is disabled. */
  readonly runner?: MappingRunner;
  /** What was reported last, so that the same problem is not told again and again. */
  lastProblem: string | undefined;
}

/** Which mappings to list; what is absent does not narrow the list. */
export interface MappingFilter {
  readonly eventSourceArn?: string | undefined;
  readonly functionArn?: string | undefined;
}

/** All event source mappings: what they are, and the runners that carry them out. */
export class EventSourceMappings {
  readonly #options: EventSourceMappingsOptions;
  readonly #running = new Map<string, Running>();

  constructor(options: EventSourceMappingsOptions) {
    this.#options = options;
  }

  /**
   * Starts a mapping, from its checkpoints when it ran before. A mapping of the same UUID must not
   * be running. One whose stream is not there waits for it.
   */
  async start(definition: MappingDefinition): Promise<EventSourceMapping> {
    const { clock, ports, random, pace } = this.#options;
    const before = ports.mappings.load(definition.uuid);
    const mapping: EventSourceMapping = {
      ...definition,
      state: definition.isEnabled ? 'Enabled' : 'Disabled',
      createdAtMs: before?.createdAtMs ?? clock.now(),
      lastModifiedMs: before?.lastModifiedMs ?? clock.now(),
      lastProcessingResult: before?.lastProcessingResult ?? NO_RECORDS_PROCESSED,
    };
    if (!before && mapping.startingPosition === 'LATEST') await this.#startAtLatest(mapping);
    await ports.mappings.save(mapping);
    const running: Running = { mapping, lastProblem: undefined };
    this.#running.set(mapping.uuid, running);
    if (!mapping.isEnabled) return mapping;
    const onReport = (report: Report) => this.#take(mapping.uuid, report);
    const runner = new MappingRunner({ mapping, clock, random, pace, ports, onReport });
    this.#running.set(mapping.uuid, Object.assign(running, { runner }));
    return mapping;
  }

  get(scope: Scope, uuid: string): EventSourceMapping | undefined {
    const mapping = this.#running.get(uuid)?.mapping;
    return mapping && isIn(scope, mapping) ? mapping : undefined;
  }

  /** In the order of their UUIDs. */
  list(scope: Scope, filter: MappingFilter = {}): EventSourceMapping[] {
    return [...this.#running.values()]
      .map(({ mapping }) => mapping)
      .filter((mapping) => isIn(scope, mapping) && matches(filter, mapping))
      .sort((a, b) => (a.uuid < b.uuid ? -1 : 1));
  }

  /** Stops all mappings; calls that are not over when `signal` is aborted are made again next time. */
  async close(signal: AbortSignal): Promise<void> {
    await Promise.all([...this.#running.values()].map(({ runner }) => runner?.stop(signal)));
  }

  /** Everything that the stream holds now is finished for this mapping; what comes later is not. */
  async #startAtLatest({ uuid: mappingId, eventSourceArn }: EventSourceMapping): Promise<void> {
    const { stream, progress } = this.#options.ports;
    const description = await stream.describe(eventSourceArn).catch(() => undefined);
    if (!description) return; // whatever a stream holds that is made later is later
    const { streamId, shards } = description;
    for (const { shardId } of shards) {
      const latest = await stream.latest({ eventSourceArn, streamId, shardId });
      await progress.saveCheckpoint({ mappingId, streamId, shardId }, latest);
    }
  }

  #take(uuid: string, { name, event }: Report): void {
    const running = this.#running.get(uuid) as Running;
    const problem = name === 'mapping-problem' ? (event as { message: string }).message : undefined;
    if (problem !== undefined && problem === running.lastProblem) return;
    if (problem !== undefined || name === 'batch-succeeded') running.lastProblem = problem;

    const result = processingResult(name, event);
    if (result !== undefined && result !== running.mapping.lastProcessingResult) {
      running.mapping = { ...running.mapping, lastProcessingResult: result };
      void this.#options.ports.mappings.save(running.mapping).catch(() => {});
    }
    this.#options.events.emit(name, event as never);
  }
}

function isIn(scope: Scope, mapping: EventSourceMapping): boolean {
  return scope.account === mapping.scope.account && scope.region === mapping.scope.region;
}

function matches(filter: MappingFilter, mapping: EventSourceMapping): boolean {
  const { eventSourceArn = mapping.eventSourceArn, functionArn = mapping.functionArn } = filter;
  return eventSourceArn === mapping.eventSourceArn && functionArn === mapping.functionArn;
}
