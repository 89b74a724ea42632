import { ManualClock } from '../../clock/manual-clock.ts';
import { LogGroups } from '../../observe/log-groups.ts';
import { MemoryStore } from '../../store/memory-store.ts';
import { caller } from '../operation.suite.ts';
import { logsService } from './service.ts';

/** Calls the operations of a new service as a client does, past the listener. */
export function logsClient() {
  const clock = new ManualClock();
  const logs = new LogGroups({ store: new MemoryStore(), clock });
  const service = logsService(logs);

  const call = caller(service);

  /** A group with a stream and some events in it, a second apart. */
  async function filled(...messages: string[]) {
    const names = { logGroupName: '/aws/lambda/orders', logStreamName: 'one' };
    await call('CreateLogGroup', { logGroupName: names.logGroupName });
    await call('CreateLogStream', names);
    const logEvents = messages.map((message, index) => ({
      timestamp: clock.now() + index * 1000,
      message,
    }));
    await call('PutLogEvents', { ...names, logEvents });
    return names;
  }
  return { call, filled, clock, nowMs: clock.now() };
}
