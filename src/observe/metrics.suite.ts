import { DEFAULT_SCOPE } from '../aws/scope.ts';
import { ManualClock } from '../clock/manual-clock.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { Store } from '../store/store.ts';
import { Events } from './events.ts';
import type { Dimension } from './metric-series.ts';
import { Metrics } from './metrics.ts';

export const scope = DEFAULT_SCOPE;
export const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:consumer';
export const MAPPING = '00000000-0000-4000-8000-000000000001';
export const BY_NAME: Dimension[] = [{ name: 'FunctionName', value: 'consumer' }];

/** Metrics over a store of their own, unless one is given, at the noon of a day. */
export function newMetrics({ store = new MemoryStore() }: { store?: Store } = {}) {
  const clock = new ManualClock(Date.UTC(2026, 0, 15, 12));
  const events = new Events();
  const wantsEventCount = (id: string) => id === MAPPING;
  const metrics = new Metrics({ store, clock, events, wantsEventCount });
  const startMs = clock.now();

  /** The statistic sets of a metric of Lambda, minute by minute, until now. */
  async function minutes(name: string, dimensions: readonly Dimension[] = BY_NAME) {
    const points = await metrics.getStatistics(scope, {
      namespace: 'AWS/Lambda',
      name,
      dimensions,
      startMs,
      endMs: clock.now() + 60_000,
      periodMs: 60_000,
    });
    return points.map(({ timestampMs, unit, set }) => ({
      minute: (timestampMs - startMs) / 60_000,
      unit,
      ...set,
    }));
  }

  /** The sums of a metric of the mapping, minute by minute. */
  const mappingSums = async (name: string) =>
    (await minutes(name, [{ name: 'EventSourceMappingUUID', value: MAPPING }])).map(
      ({ sum }) => sum,
    );

  const invoked = (
    outcome: 'succeeded' | 'failed' | 'throttled',
    durationMs = 0,
    functionArn = FUNCTION_ARN,
  ) =>
    events.emit('function-invoked', {
      scope,
      functionName: 'consumer',
      functionArn,
      durationMs,
      outcome,
    });

  return { metrics, clock, events, store, startMs, minutes, mappingSums, invoked };
}

/** What an event says of a batch of so many records. */
export function batch(records: number) {
  return {
    mappingId: MAPPING,
    eventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
    functionArn: FUNCTION_ARN,
    shardId: 'shardId-000000000000',
    batchId: '1',
    sequenceNumbers: Array.from({ length: records }, (_, index) => `${index}`),
    attempt: 1,
    requestId: 'id',
  };
}
