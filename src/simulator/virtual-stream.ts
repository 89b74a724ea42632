import type { ShardPosition } from '../event-source-mapping/stream-record.ts';
import { chanceOf } from './chance.ts';
import type { ShardFacts, SimulatedRecord } from './facts.ts';
import type { Plan, PlannedPut } from './plan.ts';

/** Sequence numbers begin here, so that all have the same length. */
const FIRST_SEQUENCE_NUMBER = 1_000_000_000;
/** What records hold: parts of one array, and one part for each size, so that they cost nothing. */
const DATA = new Uint8Array(7 * 1024 * 1024);
const PARTS = new Map<number, Uint8Array>();

/** A shard: its part of the keys, from 0 to 1, and its records. */
export class VirtualShard implements ShardFacts {
  readonly shardId: string;
  readonly records: SimulatedRecord[] = [];
  readonly listeners = new Set<() => void>();
  closedAtMs: number | undefined;
  storedIndex = -1;
  isStoredAsEnded = false;
  storedWindow: ShardFacts['storedWindow'];
  /** How many records, from the first on, have left the stream. */
  trimmed = 0;
  lastWanted: SimulatedRecord | undefined;
  readonly index: number;
  readonly parents: readonly VirtualShard[];
  readonly keys: readonly [from: number, to: number];

  constructor(index: number, keys: readonly [number, number], parents: readonly VirtualShard[]) {
    this.shardId = `shardId-${String(index).padStart(12, '0')}`;
    this.index = index;
    this.keys = keys;
    this.parents = parents;
  }

  /** Tells whoever waits for the shard that something has changed. */
  tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

interface ReadAnswer {
  readonly records: SimulatedRecord[];
  readonly atShardEnd: boolean;
  readonly retentionMs: number;
}

/** A stream with shards that are split and merged, and records that grow old. */
export class VirtualStream {
  readonly shards: VirtualShard[] = [];
  readonly records: SimulatedRecord[] = [];
  readonly retentionMs: number;
  /** What arrives before this time is none of the mapping's business. */
  readonly startsAtMs: number;
  readonly #lastOfKey = new Map<number, SimulatedRecord>();

  constructor({ shards, retentionMs }: Plan, startsAtMs: number) {
    this.retentionMs = retentionMs;
    this.startsAtMs = startsAtMs;
    for (let index = 0; index < shards; index++) {
      this.#add([index / shards, (index + 1) / shards], []);
    }
  }

  /** Takes records, all at once, and tells of them. */
  put(puts: readonly PlannedPut[], nowMs: number): void {
    const changed = new Set<VirtualShard>();
    for (const put of puts) {
      const place = chanceOf(put.key);
      const open = this.#open();
      const shard = open.find(({ keys: [from, to] }) => place >= from && place < to);
      this.#append(shard as VirtualShard, put, nowMs);
      changed.add(shard as VirtualShard);
    }
    for (const shard of changed) shard.tell();
  }

  /** The record of a sequence number. */
  find(sequenceNumber: string): SimulatedRecord {
    return this.records[Number(sequenceNumber) - FIRST_SEQUENCE_NUMBER] as SimulatedRecord;
  }

  read(shard: VirtualShard, position: ShardPosition, options: ReadOptions): ReadAnswer {
    const { records } = shard;
    const { limit, nowMs } = options;
    this.#trim(shard, nowMs);
    const behind = 'sequenceNumber' in position ? this.find(position.sequenceNumber) : undefined;
    const skipped = position.type === 'AT_TIMESTAMP' ? firstSince(records, position.timestamp) : 0;
    const from = Math.max(shard.trimmed, (behind?.indexInShard ?? -1) + 1, skipped);
    const page = records.slice(from, from + limit);
    const atShardEnd = shard.closedAtMs !== undefined && from + limit >= records.length;
    return { records: page, atShardEnd, retentionMs: this.retentionMs };
  }

  /** The mapping is made with LATEST: what is there is behind a checkpoint, all else is its own. */
  startAtLatest(): void {
    for (const record of this.records) record.isBeforeStart = true;
    for (const shard of this.shards) shard.storedIndex = shard.records.length - 1;
  }

  /** Whether the stream has dropped the record. */
  isGone(record: SimulatedRecord, nowMs: number): boolean {
    return record.approximateArrivalTimestamp + this.retentionMs < nowMs;
  }

  split(pick: number, nowMs: number): void {
    const shard = pickOf(this.#open(), pick);
    const [from, to] = shard.keys;
    const middle = (from + to) / 2;
    this.#add([from, middle], [shard]);
    this.#add([middle, to], [shard]);
    close(shard, nowMs);
  }

  /** Merges two neighbours; nothing happens when there is but one shard. */
  merge(pick: number, nowMs: number): void {
    const open = this.#open().sort((one, other) => one.keys[0] - other.keys[0]);
    if (open.length < 2) return;
    const left = pickOf(open.slice(0, -1), pick);
    const right = open[open.indexOf(left) + 1] as VirtualShard;
    this.#add([left.keys[0], right.keys[1]], [left, right]);
    close(left, nowMs);
    close(right, nowMs);
  }

  #open(): VirtualShard[] {
    return this.shards.filter(({ closedAtMs }) => closedAtMs === undefined);
  }

  #add(keys: readonly [number, number], parents: readonly VirtualShard[]): void {
    this.shards.push(new VirtualShard(this.shards.length, keys, parents));
  }

  #append(shard: VirtualShard, put: PlannedPut, nowMs: number): void {
    const number = this.records.length;
    const record: SimulatedRecord = {
      sequenceNumber: String(FIRST_SEQUENCE_NUMBER + number),
      partitionKey: `${put.isWanted ? 'key' : 'other'}-${put.key}`,
      data: dataOf(put.bytes),
      approximateArrivalTimestamp: nowMs,
      number,
      shard,
      indexInShard: shard.records.length,
      put,
      isBeforeStart: nowMs < this.startsAtMs,
      previousInShard: shard.lastWanted,
      previousOfKey: this.#lastOfKey.get(put.key),
      seen: 0,
      readIn: 0,
      settledIn: 0,
      fate: undefined,
      piece: undefined,
      windowAfter: undefined,
      isBeforeClosing: false,
    };
    shard.records.push(record);
    this.records.push(record);
    if (!put.isWanted) return;
    shard.lastWanted = record;
    this.#lastOfKey.set(put.key, record);
  }

  #trim(shard: VirtualShard, nowMs: number): void {
    for (let first = shard.records[shard.trimmed]; first; first = shard.records[shard.trimmed]) {
      if (!this.isGone(first, nowMs)) return;
      shard.trimmed++;
    }
  }
}

interface ReadOptions {
  readonly limit: number;
  readonly nowMs: number;
}

/** How many records had arrived before a time. */
function firstSince(records: readonly SimulatedRecord[], timestampMs: number): number {
  const at = records.findIndex((record) => record.approximateArrivalTimestamp >= timestampMs);
  return at === -1 ? records.length : at;
}

function close(shard: VirtualShard, nowMs: number): void {
  shard.closedAtMs = nowMs;
  shard.tell();
}

function pickOf(shards: readonly VirtualShard[], pick: number): VirtualShard {
  return shards[Math.floor(pick * shards.length)] as VirtualShard;
}

function dataOf(bytes: number): Uint8Array {
  const known = PARTS.get(bytes);
  if (known) return known;
  const part = DATA.subarray(0, bytes);
  PARTS.set(bytes, part);
  return part;
}
