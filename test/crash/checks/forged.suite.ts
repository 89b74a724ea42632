import type { Delivery } from '../delivery-log.ts';
import type { Put } from '../ledger.ts';
import type { FailureMessage } from './failures.ts';
import type { ReadRecord } from './streams.ts';

/** Histories made by hand: what the checks must tell apart. */

export const SHARD = 'shardId-000000000000';

/** The sequence number at a place of a shard; the digits of places 9 and 10 are not equally many. */
const numberAt = (place: number) => `${place}`;

/** A request for one shard whose records got the places from `first` on. */
export function put(ids: readonly string[], first?: number, rest: Partial<Put> = {}): Put {
  const answers = ids.map((_, at) => ({
    shardId: SHARD,
    sequenceNumber: numberAt((first ?? 0) + at),
  }));
  return { streamName: 'stream', ids, ...(first !== undefined && { answers }), ...rest };
}

/** What a shard holds: ids by place, from 1 on; undefined where a place is empty. */
export function shard(...ids: readonly (string | undefined)[]): ReadRecord[] {
  return ids.flatMap((id, at) =>
    id === undefined ? [] : [{ id, sequenceNumber: numberAt(at + 1), arrivalMs: 0 }],
  );
}

/** An invocation with the records at some places, `one.<place>.0` each, of one key unless said. */
export function delivery(
  places: readonly number[],
  { key = () => 'key', ...rest }: Partial<Delivery> & { key?: (place: number) => string } = {},
): Delivery {
  const records = places.map((place) => ({
    sequenceNumber: numberAt(place),
    id: `one.${place}.0`,
    partitionKey: key(place),
  }));
  return {
    run: 1,
    requestId: `request-${places[0]}`,
    shardId: SHARD,
    outcome: 'ok',
    records,
    ...rest,
  };
}

/** A message that gives up the records from one place to another. */
export function message(
  start: number,
  end: number,
  rest: Partial<FailureMessage> = {},
): FailureMessage {
  return {
    functionName: 'consumer',
    requestId: `request-${start}`,
    condition: 'RetryAttemptsExhausted',
    invokeCount: 1,
    shardId: SHARD,
    startSequenceNumber: numberAt(start),
    endSequenceNumber: numberAt(end),
    batchSize: end - start + 1,
    ...rest,
  };
}

/** The ids `one.1.0`, `one.2.0`, … up to a place. */
export const idsUpTo = (place: number) =>
  Array.from({ length: place }, (_, at) => `one.${at + 1}.0`);
