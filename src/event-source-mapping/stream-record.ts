import type { RecordJson } from './record-json.ts';

/** A record as the event source mapping sees it. */
export interface StreamRecord {
  /** A decimal number of up to 128 digits; later records of a shard have greater ones. */
  readonly sequenceNumber: string;
  readonly partitionKey: string;
  readonly data: Uint8Array;
  /** When the stream received it: milliseconds since the Unix epoch. */
  readonly approximateArrivalTimestamp: number;
  /** Its members as JSON text, where the stream has them so. */
  readonly json?: RecordJson | undefined;
}

/** Decides which records a function is to see. */
export interface RecordFilter {
  matches(record: StreamRecord): boolean;
}

/** Where in a shard to read on: Kinesis's own words for it. */
export type ShardPosition =
  | { readonly type: 'TRIM_HORIZON' }
  | { readonly type: 'AT_TIMESTAMP'; readonly timestamp: number }
  | { readonly type: 'AFTER_SEQUENCE_NUMBER'; readonly sequenceNumber: string };
