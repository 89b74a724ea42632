import type { KinesisStreamRecord } from 'aws-lambda';
import { ManualClock } from '../clock/manual-clock.ts';
import { type EventMap, Events } from '../observe/events.ts';
import { seededRandom } from '../random/random.ts';
import type { EventSourceMapping, MappingDefinition } from './mapping.ts';
import { EventSourceMappings } from './mappings.ts';
import type { Outcome } from './outcome.ts';
import { PACES, type Pace } from './pace.ts';
import {
  type FunctionPort,
  type MappingPort,
  type Ports,
  type ProgressPort,
  type ShardChange,
  type ShardOfMapping,
  type StreamPort,
  StreamReplacedError,
} from './ports.ts';
import type { Progress } from './progress.ts';
import { DEFAULT_SETTINGS, type EventSourceMappingSettings } from './settings.ts';
import type { StreamRecord } from './stream-record.ts';
import type { OpenWindow } from './tumbling-window.ts';

export const SCOPE = { account: '000000000000', region: 'us-east-1' };
export const STREAM_ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/orders';
const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:consumer';

interface FakeShard {
  readonly parentShardIds: string[];
  readonly records: StreamRecord[];
  isClosed: boolean;
}

/** Lets everything that waits for nothing but its turn go on. */
export const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A stream, a function and a store made of plain values, behind the ports of real mappings. */
export class FakeWorld {
  readonly clock = new ManualClock();
  readonly events = new Events();
  streamId: string | undefined = 'first';
  hasFunction = true;
  shards = new Map<string, FakeShard>();
  readonly calls: { shardId: string; numbers: string[] }[] = [];
  /** The same calls with all that the function is given. */
  readonly invocations: { functionArn: string; records: KinesisStreamRecord[] }[] = [];
  readonly failureRecords: string[] = [];
  readonly checkpoints = new Map<string, string>();
  readonly openWindows = new Map<string, OpenWindow>();
  readonly saved = new Map<string, EventSourceMapping>();
  readonly problems: string[] = [];
  /** What the function answers; whoever holds the call back decides when. */
  answer: (numbers: string[], payload: string) => Promise<Outcome> | Outcome = () =>
    this.returned();
  /** How many attempts to store a discard fail. */
  brokenStores = 0;
  mappings: EventSourceMappings;
  retentionMs = Number.POSITIVE_INFINITY;
  readonly #listeners = new Map<string, Set<(change: ShardChange) => void>>();
  #sequence = 0;

  constructor() {
    this.addShard('shard-0');
    this.events.on('mapping-problem', ({ message }) => this.problems.push(message));
    this.mappings = this.restart();
  }

  /** New mappings on what is stored, as after a crash. */
  restart(pace: Pace = PACES.fast): EventSourceMappings {
    const { clock, events } = this;
    const ports = this.#ports();
    const options = { clock, events, ports, random: seededRandom(1), pace };
    this.mappings = new EventSourceMappings(options);
    return this.mappings;
  }

  definition(
    settings: Partial<EventSourceMappingSettings> = {},
    more: Partial<MappingDefinition> = {},
  ): MappingDefinition {
    return {
      uuid: 'mapping',
      scope: SCOPE,
      eventSourceArn: STREAM_ARN,
      functionArn: FUNCTION_ARN,
      startingPosition: 'TRIM_HORIZON',
      isEnabled: true,
      origin: 'api',
      tags: {},
      settings: { ...DEFAULT_SETTINGS, ...settings },
      ...more,
    };
  }

  async start(
    settings: Partial<EventSourceMappingSettings> = {},
    more: Partial<MappingDefinition> = {},
  ): Promise<void> {
    await this.mappings.start(this.definition(settings, more));
    await settle();
  }

  returned(payload = 'null'): Outcome {
    return { type: 'returned', payload, executedVersion: '$LATEST', durationMs: 1 };
  }

  raised(): Outcome {
    const common = { executedVersion: '$LATEST', durationMs: 1 };
    return { type: 'function-error', errorType: 'Error', message: 'bad', ...common };
  }

  addShard(shardId: string, parentShardIds: string[] = []): void {
    this.shards.set(shardId, { parentShardIds, records: [], isClosed: false });
  }

  /** Puts records and tells whoever listens; answers their sequence numbers. */
  put(shardId: string, count = 1, data: Uint8Array = new Uint8Array()): string[] {
    const numbers = Array.from({ length: count }, () => String(++this.#sequence));
    const records = numbers.map((sequenceNumber) => ({
      sequenceNumber,
      partitionKey: sequenceNumber,
      data,
      base64: Buffer.from(data).toString('base64'),
      approximateArrivalTimestamp: this.clock.now(),
    }));
    this.shards.get(shardId)?.records.push(...records);
    this.#tell(shardId);
    return numbers;
  }

  close(shardId: string): void {
    (this.shards.get(shardId) as FakeShard).isClosed = true;
    this.#tell(shardId);
  }

  watch<Name extends keyof EventMap>(name: Name): EventMap[Name][] {
    const seen: EventMap[Name][] = [];
    this.events.on(name, (event) => seen.push(event));
    return seen;
  }

  changeRetention(retentionMs: number): void {
    this.retentionMs = retentionMs;
    for (const shardId of this.shards.keys())
      this.#tell(shardId, { type: 'retention-changed', retentionMs });
  }

  deleteStream(): void {
    const shardIds = [...this.shards.keys()];
    this.streamId = undefined;
    this.shards.clear();
    for (const shardId of shardIds) this.#tell(shardId, { type: 'deleted' });
  }

  #tell(shardId: string, change: ShardChange = { type: 'grown' }): void {
    for (const listener of [...(this.#listeners.get(shardId) ?? [])]) listener(change);
  }

  #ports(): Ports {
    return {
      stream: this.#streamPort(),
      function: this.#functionPort(),
      progress: this.#progressPort(),
      mappings: this.#mappingPort(),
    };
  }

  #find(streamId: string, shardId: string): FakeShard {
    if (this.streamId === undefined) throw new Error('Stream orders not found.');
    if (this.streamId !== streamId) throw new StreamReplacedError();
    return this.shards.get(shardId) as FakeShard;
  }

  #streamPort(): StreamPort {
    return {
      describe: async () => {
        if (this.streamId === undefined) throw new Error('Stream orders not found.');
        const shards = [...this.shards].map(([shardId, { parentShardIds }]) => ({
          shardId,
          parentShardIds,
          hashKeys: { starting: '0', ending: '0' },
        }));
        return { streamId: this.streamId, shards };
      },
      latest: async ({ streamId, shardId }) =>
        this.#find(streamId, shardId).records.at(-1)?.sequenceNumber ?? '0',
      read: async ({ streamId, shardId, position, limit }) => {
        const { records, isClosed } = this.#find(streamId, shardId);
        const behind = 'sequenceNumber' in position ? Number(position.sequenceNumber) : 0;
        const fromMs = 'timestamp' in position ? position.timestamp : 0;
        const rest = records.filter(
          ({ sequenceNumber, approximateArrivalTimestamp }) =>
            Number(sequenceNumber) > behind && approximateArrivalTimestamp >= fromMs,
        );
        const page = rest.slice(0, limit);
        const atShardEnd = isClosed && page.length === rest.length;
        return { records: page, atShardEnd, retentionMs: this.retentionMs };
      },
      onChange: ({ shardId }, listener) => {
        const listeners = this.#listeners.get(shardId) ?? new Set();
        this.#listeners.set(shardId, listeners.add(listener));
        return () => listeners.delete(listener);
      },
    };
  }

  #functionPort(): FunctionPort {
    return {
      roleArn: () => 'arn:aws:iam::000000000000:role/consumer',
      exists: (functionArn) => this.hasFunction && functionArn.startsWith(FUNCTION_ARN),
      invoke: async ({ functionArn, payload: bytes }) => {
        const payload = Buffer.from(bytes).toString();
        const { Records } = JSON.parse(payload) as { Records: KinesisStreamRecord[] };
        this.invocations.push({ functionArn, records: Records });
        const ids = Records.map(({ eventID }) => eventID.split(':'));
        const numbers = ids.map(([, number]) => number as string);
        this.calls.push({ shardId: ids[0]?.[0] as string, numbers });
        return this.answer(numbers, payload);
      },
    };
  }

  #progressPort(): ProgressPort {
    const key = ({ mappingId, streamId, shardId }: ShardOfMapping) =>
      [mappingId, streamId, shardId].join();
    const save = (shard: ShardOfMapping, { sequenceNumber, openWindow }: Progress) => {
      if (sequenceNumber !== undefined) this.checkpoints.set(key(shard), sequenceNumber);
      if (openWindow) this.openWindows.set(key(shard), openWindow);
      if (openWindow === null) this.openWindows.delete(key(shard));
    };
    return {
      checkpoint: (shard) => this.checkpoints.get(key(shard)),
      openWindow: (shard) => this.openWindows.get(key(shard)),
      saveProgress: async (shard, progress) => save(shard, progress),
      discard: async (shard, { failureRecord, progress }) => {
        if (this.brokenStores-- > 0) throw new Error('No space left on device.');
        this.failureRecords.push(failureRecord);
        save(shard, progress);
        return undefined;
      },
      refusesDestination: (arn) => (arn.endsWith('.fifo') ? 'It is a FIFO queue.' : undefined),
    };
  }

  #mappingPort(): MappingPort {
    return {
      all: () => [...this.saved.values()],
      remove: async ({ uuid }) => {
        this.saved.delete(uuid);
        for (const key of this.checkpoints.keys()) {
          if (key.startsWith(`${uuid},`)) this.checkpoints.delete(key);
        }
        for (const key of this.openWindows.keys()) {
          if (key.startsWith(`${uuid},`)) this.openWindows.delete(key);
        }
      },
      load: (uuid) => this.saved.get(uuid),
      save: async (mapping) => {
        // As on a disk that takes its time.
        await settle();
        const { lastProcessingResult } = this.saved.get(mapping.uuid) ?? mapping;
        this.saved.set(mapping.uuid, { ...mapping, lastProcessingResult });
      },
      saveResult: async (uuid, lastProcessingResult) => {
        const kept = this.saved.get(uuid);
        if (kept) this.saved.set(uuid, { ...kept, lastProcessingResult });
      },
    };
  }
}
