import { ManualClock } from '../../clock/manual-clock.ts';
import { Alarms } from '../../observe/alarms.ts';
import { Events } from '../../observe/events.ts';
import { Metrics } from '../../observe/metrics.ts';
import { MemoryStore } from '../../store/memory-store.ts';
import { caller } from '../operation.suite.ts';
import { cloudWatchService } from './service.ts';

/** Calls the operations of a new service as a client does, past the listener. */
export function metricsClient() {
  const clock = new ManualClock();
  const store = new MemoryStore();
  const metrics = new Metrics({ store, clock, events: new Events(), wantsEventCount: () => true });
  const notified: { topicArn: string; subject: string; message: string }[] = [];
  const problems: string[] = [];
  const alarms = new Alarms({
    ...{ store, clock, metrics },
    notify: (transaction, topicArn, notification) => {
      if (topicArn.endsWith('gone')) throw new RangeError('Topic does not exist');
      transaction.afterCommit(() => notified.push({ topicArn, ...notification }));
    },
    isRefusal: (error) => error instanceof RangeError,
    onProblem: (message) => problems.push(message),
  });
  const service = cloudWatchService(metrics, alarms);

  const call = caller(service);

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
  return { call, putValues, span, nowMs: clock.now(), clock, notified, problems, store };
}
