import { setMaxListeners } from 'node:events';
import { isSameScope, type Scope } from '../aws/scope.ts';
import { Turns } from '../clock/turns.ts';
import {
  type EventSourceMapping,
  type MappingChange,
  type MappingDefinition,
  NO_RECORDS_PROCESSED,
  startProblem,
} from './mapping.ts';
import { MappingError, mappingNotFound } from './mapping-error.ts';
import { RunningMapping, type RunningMappingOptions, settledState } from './running-mapping.ts';
import { settingsProblems } from './settings.ts';

/** Which mappings to list; what is absent does not narrow the list. */
export interface MappingFilter {
  readonly eventSourceArn?: string | undefined;
  readonly functionArn?: string | undefined;
}

/** All event source mappings: the control plane of Lambda, and what runs of it. */
export class EventSourceMappings {
  readonly #options: RunningMappingOptions;
  readonly #running = new Map<string, RunningMapping>();
  /** What is checked must hold until it is stored, which takes as long as the disk does. */
  readonly #turns = new Turns();

  constructor(options: RunningMappingOptions) {
    this.#options = options;
  }

  /**
   * Starts a mapping, from its checkpoints when it ran before. A mapping of the same UUID must not
   * be running. One whose stream is not there waits for it.
   */
  start(definition: MappingDefinition): Promise<EventSourceMapping> {
    return this.#turns.take(() => this.#start(definition));
  }

  async #start(definition: MappingDefinition): Promise<EventSourceMapping> {
    const { clock, ports } = this.#options;
    const kept = ports.mappings.load(definition.uuid);
    // What cannot be updated makes it another mapping, as in CloudFormation.
    const isReplaced = kept !== undefined && !isSameStart(kept, definition);
    if (isReplaced) await ports.mappings.remove(kept);
    const before = isReplaced ? undefined : kept;
    const mapping: EventSourceMapping = {
      ...definition,
      state: settledState(definition),
      createdAtMs: before?.createdAtMs ?? clock.now(),
      lastModifiedMs: before?.lastModifiedMs ?? clock.now(),
      lastProcessingResult: before?.lastProcessingResult ?? NO_RECORDS_PROCESSED,
    };
    if (!before && mapping.startingPosition === 'LATEST') await this.#startAtLatest(mapping);
    await ports.mappings.save(mapping);
    this.#running.set(mapping.uuid, new RunningMapping(mapping, this.#options));
    return mapping;
  }

  /** Forgets a mapping that a template no longer has, with its checkpoints. */
  forget(uuid: string): Promise<void> {
    return this.#turns.take(async () => {
      const kept = this.#options.ports.mappings.load(uuid);
      if (kept?.origin === 'template' && !this.#running.has(uuid))
        await this.#options.ports.mappings.remove(kept);
    });
  }

  /** Starts again the mappings that were made through the API in an earlier run. */
  async restore(): Promise<void> {
    for (const mapping of this.#options.ports.mappings.all()) {
      if (mapping.origin === 'api' && !this.#running.has(mapping.uuid)) await this.start(mapping);
    }
  }

  /**
   * Makes a mapping, as CreateEventSourceMapping does.
   *
   * @throws MappingError InvalidParameter, AlreadyExists
   */
  create(definition: MappingDefinition): Promise<EventSourceMapping> {
    return this.#turns.take(() => this.#create(definition));
  }

  async #create(definition: MappingDefinition): Promise<EventSourceMapping> {
    const { ports } = this.#options;
    const { eventSourceArn, functionArn } = definition;
    await ports.stream.describe(eventSourceArn).catch((cause: unknown) => {
      const message = `Stream not found: ${eventSourceArn}`;
      throw new MappingError('InvalidParameter', message, { cause });
    });
    this.#check(definition);
    const problem = startProblem(definition, this.#options.clock.now());
    if (problem !== undefined) throw new MappingError('InvalidParameter', problem);
    const [existing] = this.list(definition.scope, { eventSourceArn, functionArn });
    if (existing) throw alreadyExists(existing);
    return this.#start(definition);
  }

  /**
   * Changes a mapping. It answers at once; the change holds once the call under way is over.
   *
   * @throws MappingError NotFound, InvalidParameter
   */
  update(scope: Scope, uuid: string, change: MappingChange): Promise<EventSourceMapping> {
    return this.#turns.take(() => this.#update(scope, uuid, change));
  }

  async #update(scope: Scope, uuid: string, change: MappingChange): Promise<EventSourceMapping> {
    const { clock, ports } = this.#options;
    const running = this.#find(scope, uuid);
    const { mapping: before } = running;
    const after: EventSourceMapping = {
      ...before,
      functionArn: change.functionArn ?? before.functionArn,
      isEnabled: change.isEnabled ?? before.isEnabled,
      settings: { ...before.settings, ...change.settings },
      lastModifiedMs: clock.now(),
    };
    this.#check(after, change);
    await ports.mappings.save({ ...after, state: settledState(after) });
    running.change(after, stateWhileChanging(change));
    return running.mapping;
  }

  /** Changes the tags of a mapping. @throws MappingError NotFound */
  retag(scope: Scope, uuid: string, tags: Readonly<Record<string, string>>): Promise<void> {
    return this.#turns.take(async () => {
      const running = this.#find(scope, uuid);
      const mapping = { ...running.mapping, tags };
      await this.#options.ports.mappings.save(mapping);
      running.retag(tags);
    });
  }

  /** Ends a mapping for good. @throws MappingError NotFound */
  remove(scope: Scope, uuid: string): Promise<EventSourceMapping> {
    return this.#turns.take(async () => {
      const running = this.#find(scope, uuid);
      const { mapping } = running;
      await this.#options.ports.mappings.remove(mapping);
      this.#running.delete(uuid);
      await running.close(AbortSignal.abort());
      return { ...mapping, state: 'Deleting' };
    });
  }

  get(scope: Scope, uuid: string): EventSourceMapping | undefined {
    const mapping = this.#running.get(uuid)?.mapping;
    return mapping && isSameScope(scope, mapping.scope) ? mapping : undefined;
  }

  /** Whether a mapping is asked to keep the event count metrics (MetricsConfig). */
  wantsEventCount(uuid: string): boolean {
    return this.#running.get(uuid)?.mapping.settings.metrics.includes('EventCount') ?? false;
  }

  /** In the order of their UUIDs. */
  list(scope: Scope, filter: MappingFilter = {}): EventSourceMapping[] {
    return [...this.#running.values()]
      .map(({ mapping }) => mapping)
      .filter((mapping) => isSameScope(scope, mapping.scope) && matches(filter, mapping))
      .sort((a, b) => (a.uuid < b.uuid ? -1 : 1));
  }

  /** Stops all mappings; calls that are not over when `signal` is aborted are made again next time. */
  async close(signal: AbortSignal): Promise<void> {
    // Each mapping listens to it: however many there are is no leak.
    setMaxListeners(0, signal);
    await Promise.all([...this.#running.values()].map((running) => running.close(signal)));
  }

  #find(scope: Scope, uuid: string): RunningMapping {
    const running = this.#running.get(uuid);
    if (running && isSameScope(scope, running.mapping.scope)) return running;
    throw mappingNotFound();
  }

  /**
   * @param change what of the mapping is new, all of it unless given: a function or a destination that
   *   is gone keeps nobody from changing something else
   */
  #check({ functionArn, settings }: MappingDefinition, change?: MappingChange): void {
    const { ports } = this.#options;
    const refuse = (message: string) => new MappingError('InvalidParameter', message);
    const isNewFunction = !change || change.functionArn !== undefined;
    if (isNewFunction && !ports.function.exists(functionArn))
      throw refuse('Function does not exist');
    const { onFailureDestinationArn } = (change ?? { settings }).settings;
    const destinationProblem =
      onFailureDestinationArn && ports.progress.refusesDestination(onFailureDestinationArn);
    const [problem = destinationProblem] = settingsProblems(settings);
    if (problem) throw refuse(problem);
  }

  /** Everything that the stream holds now is finished for this mapping; what comes later is not. */
  async #startAtLatest({ uuid: mappingId, eventSourceArn }: EventSourceMapping): Promise<void> {
    const { stream, progress } = this.#options.ports;
    const description = await stream.describe(eventSourceArn).catch(() => undefined);
    if (!description) return; // whatever a stream holds that is made later is later
    const { streamId, shards } = description;
    for (const { shardId } of shards) {
      const latest = await stream.latest({ eventSourceArn, streamId, shardId });
      await progress.saveProgress({ mappingId, streamId, shardId }, { sequenceNumber: latest });
    }
  }
}

/** Whether two definitions read the same, from the same place on (rule 1.2.1). */
function isSameStart(one: MappingDefinition, other: MappingDefinition): boolean {
  return (
    one.eventSourceArn === other.eventSourceArn &&
    one.startingPosition === other.startingPosition &&
    one.startingPositionTimestampMs === other.startingPositionTimestampMs
  );
}

/** The state that an update answers with (recorded on AWS). */
function stateWhileChanging({ isEnabled }: MappingChange): EventSourceMapping['state'] {
  if (isEnabled === undefined) return 'Updating';
  return isEnabled ? 'Enabling' : 'Disabling';
}

/** The text was recorded on AWS, spaces within the quotation marks included. */
function alreadyExists({ eventSourceArn, functionArn, uuid }: EventSourceMapping): MappingError {
  const functionName = functionArn.split(':')[6];
  return new MappingError(
    'AlreadyExists',
    `The event source arn (" ${eventSourceArn} ") and function (" ${functionName} ") provided ` +
      `mapping already exists. Please update or delete the existing mapping with UUID ${uuid}`,
  );
}

function matches(filter: MappingFilter, mapping: EventSourceMapping): boolean {
  const { eventSourceArn = mapping.eventSourceArn, functionArn = mapping.functionArn } = filter;
  return eventSourceArn === mapping.eventSourceArn && functionArn === mapping.functionArn;
}
