/** What a run has done so far. Records are the user's: an aggregate counts as all that it holds. */
export interface Totals {
  /** Records that the stream took. */
  put: number;
  /** Bytes of data and partition keys that the stream took. */
  bytes: number;
  /** Requests that were sent. */
  requests: number;
  /** How often a record was turned down because its shard had enough. */
  throttled: number;
  /** How often a record was put again, for whatever reason. */
  retried: number;
  /** Records that were given up. */
  lost: number;
  /** Why the last of them was turned down. */
  lastRefusal?: string;
}

export const noTotals = (): Totals => ({
  put: 0,
  bytes: 0,
  requests: 0,
  throttled: 0,
  retried: 0,
  lost: 0,
});
