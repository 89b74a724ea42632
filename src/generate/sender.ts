import { type Clock, sleep } from '../clock/clock.ts';
import type { Random } from '../random/random.ts';
import { GenerateError } from './generate-error.ts';
import { type GeneratedRecord, sizeOf } from './generated-record.ts';
import type { KinesisPort, PutResult } from './kinesis-port.ts';
import type { Totals } from './totals.ts';

export interface SenderOptions {
  readonly kinesis: Pick<KinesisPort, 'put'>;
  readonly clock: Clock;
  /** For the pauses alone, so that they do not change what a seed makes. */
  readonly random: Random;
  readonly totals: Totals;
  /** How often a record is put again that was turned down. */
  readonly retries: number;
  /** Ends the pauses: what still waits is given up. */
  readonly signal?: AbortSignal;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/** Codes of records, or names of errors, that say: too much. */
const THROTTLED = /Throughput|Throttl|LimitExceeded|SlowDown/;

/**
 * Puts a group of records, and again those of it that were turned down: PutRecords succeeds as a
 * whole even when it took a part alone (Kinesis API reference).
 *
 * @throws GenerateError `PutRefused` for what trying again cannot help
 */
export async function putGroup(
  group: readonly GeneratedRecord[],
  options: SenderOptions,
): Promise<void> {
  const { totals, clock, random, retries, signal } = options;
  let waiting = group;
  for (let attempt = 0; ; attempt++) {
    const refused = await putOnce(waiting, options);
    if (refused.length === 0) return;
    if (attempt === retries || signal?.aborted) {
      totals.lost += countOf(refused);
      return;
    }
    // A pause that differs from request to request, or all of them would come back together.
    const longestMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
    await sleep(clock, longestMs * (0.5 + random.fraction() / 2), signal);
    totals.retried += countOf(refused);
    waiting = refused;
  }
}

/** What of the group was turned down. */
async function putOnce(
  group: readonly GeneratedRecord[],
  { kinesis, totals }: SenderOptions,
): Promise<readonly GeneratedRecord[]> {
  totals.requests++;
  const results = await kinesis.put(group).catch((error: unknown) => refusedAsAWhole(group, error));
  const refused: GeneratedRecord[] = [];
  group.forEach((record, index) => {
    const { errorCode, errorMessage } = results[index] ?? {};
    if (errorCode === undefined) {
      totals.put += record.count;
      totals.bytes += sizeOf(record);
      return;
    }
    if (THROTTLED.test(errorCode)) totals.throttled += record.count;
    totals.lastRefusal = `${errorCode}: ${errorMessage ?? ''}`;
    refused.push(record);
  });
  return refused;
}

/** The same for each record, where trying again may help. @throws GenerateError where it cannot */
function refusedAsAWhole(group: readonly GeneratedRecord[], error: unknown): readonly PutResult[] {
  const { name, message, $metadata, $retryable } = error as Error & {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly $retryable?: object;
  };
  const isServers = ($metadata?.httpStatusCode ?? 0) >= 500;
  const isLost = /ECONNRESET|EPIPE|ETIMEDOUT|Timeout|socket hang up/.test(`${name} ${message}`);
  if (!THROTTLED.test(name) && !isServers && !isLost && !$retryable) {
    throw new GenerateError('PutRefused', message || name, { cause: error });
  }
  return group.map(() => ({ errorCode: name, errorMessage: message }));
}

const countOf = (records: readonly GeneratedRecord[]) =>
  records.reduce((sum, { count }) => sum + count, 0);
