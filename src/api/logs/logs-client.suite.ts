import { expect } from 'vitest';
import { DEFAULT_SCOPE } from '../../aws/scope.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { LogGroups } from '../../observe/log-groups.ts';
import { MemoryStore } from '../../store/memory-store.ts';
import { decodeJson, encodeJson } from '../../wire/json.ts';
import { validate } from '../../wire/validate.ts';
import { logsService } from './service.ts';

/** What a refused call rejects with. */
export const refused = (code: string, message: string | RegExp = /./) =>
  expect.objectContaining({
    code,
    status: 400,
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });

/** Calls the operations of a new service as a client does, past the listener. */
export function logsClient() {
  const clock = new ManualClock();
  const logs = new LogGroups({ store: new MemoryStore(), clock });
  const service = logsService(logs);

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
