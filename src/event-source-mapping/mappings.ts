import type { Scope } from '../aws/scope.ts';
import { type Clock, sleep } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { Random } from '../random/random.ts';
import type { Report } from './effect.ts';
import {
  type EventSourceMapping,
  type MappingDefinition,
  NO_RECORDS_PROCESSED,
  startOf,
} from './mapping.ts';
import type { Pace } from './pace.ts';
import type { Ports } from './ports.ts';
import { ShardPoller } from './shard-poller.ts';

export interface EventSourceMappingsOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly events: Events;
  readonly pace: Pace;
  readonly ports: Ports;
}

interface Running {
  mapping: EventSourceMapping;
  readonly pollers: readonly ShardPoller[];
}

/** Which mappings to list; what is absent does not narrow the list. */
export interface MappingFilter {
  readonly eventSourceArn?: string | undefined;
  readonly functionArn?: string | undefined;
}

/** All event source mappings: what they are, and the pollers that carry them out. */
export class EventSourceMappings {
  readonly #options: EventSourceMappingsOptions;
  readonly #running = new Map<string, Running>();

  constructor(options: EventSourceMappingsOptions) {
    this.#options = options;
  }

  /**
   * Starts a mapping, from its checkpoints when it ran before. A mapping of the same UUID must not
   * be running.
   */
  async start(definition: MappingDefinition): Promise<EventSourceMapping> {
    const { clock, ports } = this.#options;
    const before = ports.mappings.load(definition.uuid);
    const mapping: EventSourceMapping = {
      ...definition,
      state: definition.isEnabled ? 'Enabled' : 'Disabled',
      createdAtMs: before?.createdAtMs ?? clock.now(),
      lastModifiedMs: before?.lastModifiedMs ?? clock.now(),
      lastProcessingResult: before?.lastProcessingResult ?? NO_RECORDS_PROCESSED,
    };
    const shardIds = await ports.stream.shardIds(mapping.eventSourceArn);
    await ports.mappings.save(mapping);
    const pollers = mapping.isEnabled ? shardIds.map((id) => this.#poll(mapping, id)) : [];
    this.#running.set(mapping.uuid, { mapping, pollers });
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

  /** Stops all pollers; a call that is not over after `graceMs` is left, and made again next time. */
  async close(graceMs: number): Promise<void> {
    const pollers = [...this.#running.values()].flatMap((running) => running.pollers);
    for (const poller of pollers) poller.stop();
    const stopWaiting = new AbortController();
    const all = Promise.all(pollers.map((poller) => poller.finished));
    await Promise.race([all, sleep(this.#options.clock, graceMs, stopWaiting.signal)]);
    stopWaiting.abort();
    for (const poller of pollers) poller.abandon();
  }

  #poll(mapping: EventSourceMapping, shardId: string): ShardPoller {
    const { clock, random, pace, ports } = this.#options;
    const { uuid, functionArn, eventSourceArn, settings } = mapping;
    const checkpoint = ports.progress.checkpoint(uuid, shardId);
    let batches = 0;
    return new ShardPoller({
      mappingId: uuid,
      functionArn,
      settings,
      pace,
      ports,
      clock,
      identity: {
        eventSourceArn,
        shardId,
        region: mapping.scope.region,
        invokeIdentityArn: ports.function.roleArn(functionArn),
      },
      position: checkpoint
        ? { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: checkpoint }
        : startOf(mapping),
      newRequestId: () => random.uuid(),
      newBatchId: () => `${shardId}/${++batches}`,
      onReport: (report) => this.#take(uuid, report),
    });
  }

  #take(uuid: string, { name, event }: Report): void {
    const result = processingResult(name, event);
    const running = this.#running.get(uuid);
    if (running && result !== undefined && result !== running.mapping.lastProcessingResult) {
      running.mapping = { ...running.mapping, lastProcessingResult: result };
      void this.#options.ports.mappings.save(running.mapping).catch(() => {});
    }
    this.#options.events.emit(name, event as never);
  }
}

const INVALID_RESPONSE =
  'PROBLEM: Sequence number in function response is invalid. Please check function implementation.';

/** The result that a mapping shows after a report; undefined when the report changes nothing. */
function processingResult(name: Report['name'], event: Report['event']): string | undefined {
  if (name === 'batch-succeeded' || name === 'batch-partly-succeeded') return 'OK';
  if (name === 'mapping-problem') return `PROBLEM: ${(event as { message: string }).message}`;
  if (name !== 'batch-failed') return undefined;
  const { type } = (event as { failure: { type: string } }).failure;
  return type === 'InvalidBatchItemFailures' ? INVALID_RESPONSE : 'PROBLEM: Function call failed';
}

function isIn(scope: Scope, mapping: EventSourceMapping): boolean {
  return scope.account === mapping.scope.account && scope.region === mapping.scope.region;
}

function matches(filter: MappingFilter, mapping: EventSourceMapping): boolean {
  const { eventSourceArn = mapping.eventSourceArn, functionArn = mapping.functionArn } = filter;
  return eventSourceArn === mapping.eventSourceArn && functionArn === mapping.functionArn;
}
