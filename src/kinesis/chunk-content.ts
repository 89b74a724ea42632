/** What a producer sent, as it is kept. */
export interface StoredRecord {
  readonly partitionKey: string;
  readonly explicitHashKey?: string | undefined;
  readonly data: Uint8Array;
  /** The data as Base64 text, where whoever has them has it too. */
  readonly base64?: string | undefined;
}

/** The records that one call put into one shard: they share their arrival time. */
export interface ChunkContent {
  /** Milliseconds since the Unix epoch. */
  readonly arrivalMs: number;
  /** The sequence index of the first record; the others follow without a gap. */
  readonly firstIndex: number;
  readonly records: readonly StoredRecord[];
  /** Set where the stream was encrypted when they arrived. */
  readonly encryptionType?: 'KMS' | undefined;
}
