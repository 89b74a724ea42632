import { expect } from 'vitest';
import { DEFAULT_SCOPE } from '../../aws/scope.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { Events } from '../../observe/events.ts';
import { Metrics } from '../../observe/metrics.ts';
import { MemoryStore } from '../../store/memory-store.ts';
import { decodeJson, encodeJson } from '../../wire/json.ts';
import { validate } from '../../wire/validate.ts';
import { cloudWatchService } from './service.ts';

/** What a refused call rejects with. */
export const refused = (code: string, message: RegExp = /./) =>
  expect.objectContaining({ code, status: 400, message: expect.stringMatching(message) });

/** Calls the operations of a new service as a client does, past the listener. */
export function metricsClient() {
  const clock = new ManualClock();
  const store = new MemoryStore();
  const metrics = new Metrics({ store, clock, events: new Events(), wantsEventCount: () => true });
  const service = cloudWatchService(metrics);

  /** Checks the input, calls the operation, and gives its answer as a client reads it. */
  // biome-ignore lint/suspicious/noExplicitAny: each operation answers a shape of its own
  async function call(name: string, input: object): Promise<any> {
    const operation = service.operations.find((each) => each.name === name)!;
    const { signal } = new AbortController();
    const context = { requestId: '1', endpoint: 'http://localhost', userAgent: '', signal };
    try {
      validate(operation.input, input);
      const answer = await operation.handle(input, { scope: DEFAULT_SCOPE, ...context });
      validate(operation.output, answer);
      const text = JSON.stringify(encodeJson(operation.output, answer));
      return decodeJson(operation.output, JSON.parse(text));
    } catch (error) {
      throw service.toAwsError(error) ?? error;
    }
  }

  /** Puts values of one metric, a minute apart, beginning now. */
  async function putValues(...values: number[]) {
    const MetricData = values.map((Value, index) => ({
      MetricName: 'Orders',
      Dimensions: [{ Name: 'Shop', Value: 'one' }],
      Timestamp: clock.now() + index * 60_000,
      Value,
      Unit: 'Count',
    }));
    await call('PutMetricData', { Namespace: 'Shop', MetricData });
  }

  const span = { StartTime: clock.now(), EndTime: clock.now() + 600_000 };
  return { call, putValues, span, nowMs: clock.now() };
}
