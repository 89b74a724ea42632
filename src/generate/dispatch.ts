import { type GeneratedRecord, sizeOf } from './generated-record.ts';
import type { ShardBudget } from './shard-budget.ts';

/**
 * What one request carries. PutRecords takes 500 records (Kinesis API reference), and 10 MiB since
 * 2025; an endpoint that does not know that yet takes the half.
 */
const MOST_RECORDS = 500;
const MOST_BYTES = 5 * 1024 * 1024;

/** A record that is to be put, and the shard that it belongs to. */
export interface ReadyRecord {
  readonly record: GeneratedRecord;
  readonly shardId: string;
}

/** What may be sent at once, and what must wait. */
export interface Dispatch {
  readonly group: readonly GeneratedRecord[];
  readonly rest: readonly ReadyRecord[];
  /** Whether the request is full, so that some of the rest might go in another one now. */
  readonly isFull: boolean;
}

/**
 * Takes from the head of what is ready as many records as fit into a request and their shards
 * take. A record whose shard is full is passed over, and so is all behind it for that shard: the
 * order within a shard stays. Without a budget shards take anything.
 */
export function dispatch(
  ready: readonly ReadyRecord[],
  budget: ShardBudget | undefined,
  nowMs: number,
): Dispatch {
  const group: GeneratedRecord[] = [];
  const rest: ReadyRecord[] = [];
  const full = new Set<string>();
  let bytes = 0;
  for (const [index, one] of ready.entries()) {
    const { record, shardId } = one;
    const size = sizeOf(record);
    const fits = group.length === 0 || (group.length < MOST_RECORDS && bytes + size <= MOST_BYTES);
    if (!fits) return { group, rest: rest.concat(ready.slice(index)), isFull: true };
    if (budget && (full.has(shardId) || !budget.take(shardId, size, nowMs))) {
      full.add(shardId);
      rest.push(one);
      continue;
    }
    group.push(record);
    bytes += size;
  }
  return { group, rest, isFull: false };
}
