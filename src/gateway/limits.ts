/** What clients may take, so that none takes everything. Times are real, not of the clock. */
export interface GatewayLimits {
  /** Largest request body, after gzip was undone. */
  readonly maxBodyBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxConnections: number;
  /** How long a connection may take to send the head of a request. */
  readonly headersTimeoutMs: number;
  /** How long a request may take to arrive. */
  readonly requestTimeoutMs: number;
  /** How long a connection may stay open with nothing going on. */
  readonly idleTimeoutMs: number;
}

/**
 * 16 MiB hold AWS's largest `PutRecords` (10 MiB) in Base64. The idle time is longer than the pools
 * of the AWS SDKs keep a connection, so that it is the client that closes.
 */
export const DEFAULT_LIMITS: GatewayLimits = {
  maxBodyBytes: 16 * 1024 * 1024,
  maxHeaderBytes: 32 * 1024,
  maxConnections: 1024,
  headersTimeoutMs: 20_000,
  requestTimeoutMs: 120_000,
  idleTimeoutMs: 75_000,
};
