/** A record as it is put to the stream. */
export interface GeneratedRecord {
  readonly partitionKey: string;
  readonly data: Uint8Array;
  /** How many of the user's records it holds: more than one in an aggregate. */
  readonly count: number;
}

/** What a record counts as: its data and its partition key (Kinesis API reference, PutRecords). */
export function sizeOf({ partitionKey, data }: GeneratedRecord): number {
  return data.length + Buffer.byteLength(partitionKey);
}
