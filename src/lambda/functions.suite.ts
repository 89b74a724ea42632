import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { DEFAULT_SCOPE } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { Events } from '../observe/events.ts';
import { LogGroups } from '../observe/log-groups.ts';
import { systemRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import type { NewFunction } from './function-definition.ts';
import { Functions, type InvokeRequest, type InvokeResult } from './functions.ts';

/** The folder of the small handlers that tests run. */
export const HANDLERS = fileURLToPath(new URL('../../test/functions', import.meta.url));

export const scope = DEFAULT_SCOPE;
const thisRuntime = `nodejs${process.versions.node.split('.')[0]}.x`;

/** A function of this machine's own Node.js version, named after its handler file. */
export function nodeFunction(
  functionName: string,
  changes: Partial<NewFunction> = {},
): NewFunction {
  return {
    functionName,
    runtime: thisRuntime,
    handler: `${functionName}.handler`,
    codeDirectory: HANDLERS,
    role: 'arn:aws:iam::000000000000:role/consumer',
    timeoutSeconds: 3,
    memorySizeMb: 128,
    environment: {},
    ...changes,
  };
}

/** As `nodeFunction`; whatever Python 3 is at hand runs it. */
export function pythonFunction(functionName: string, changes: Partial<NewFunction> = {}) {
  return nodeFunction(functionName, { runtime: 'python3.12', ...changes });
}

interface Invoked extends InvokeResult {
  // biome-ignore lint/suspicious/noExplicitAny: each handler answers a shape of its own
  readonly json: any;
  readonly log: string[];
}

/** Functions over real processes, closed when the test ends. */
export class World {
  readonly events = new Events();
  /** Different in each world, and part of the environment of each of its processes. */
  readonly endpoint = `http://127.0.0.1:4566/${systemRandom.uuid()}`;
  readonly warnings: string[] = [];
  readonly output: string[] = [];
  readonly logs: LogGroups;
  readonly functions: Functions;

  constructor(clock: Clock = systemClock, machineClock: Clock = systemClock) {
    this.logs = new LogGroups({ store: new MemoryStore(), clock });
    const endpoint = () => this.endpoint;
    const { events, logs } = this;
    this.functions = new Functions({
      ...{ clock, machineClock, random: systemRandom, events, logs, endpoint },
    });
    events.on('warning', ({ message }) => this.warnings.push(message));
    events.on('function-output', ({ message }) => this.output.push(message));
    onTestFinished(() => this.functions.close());
  }

  put(definition: NewFunction): void {
    this.functions.put(scope, definition);
  }

  /** Invokes with a JSON value, and waits for the log unless the request says otherwise. */
  async invoke(
    functionName: string,
    event: unknown = {},
    request: Partial<InvokeRequest> = {},
  ): Promise<Invoked> {
    const payload = Buffer.from(JSON.stringify(event));
    const result = await this.functions.invoke(scope, {
      functionName,
      payload,
      wantLogTail: true,
      ...request,
    });
    const text = Buffer.from(result.payload).toString();
    return { ...result, json: text && JSON.parse(text), log: linesOf(result.logTail ?? '') };
  }

  /** Every line of a function's log group so far, ids and durations made equal. */
  async log(functionName: string): Promise<string[]> {
    // What was appended before this is committed with it.
    const marker = { timestamp: 0, message: 'marker' };
    await this.logs.append(scope, { group: 'marker', stream: 'marker' }, [marker]);
    const group = `/aws/lambda/${functionName}`;
    if (this.logs.describeGroups(scope, { prefix: group }).groups.length === 0) return [];
    const { events } = this.logs.filterEvents(scope, { group });
    return linesOf(events.map(({ message }) => message).join(''));
  }
}

/** The processes of a world that run now, found by what they inherit. Linux alone tells. */
export function processesOf({ endpoint }: World): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Boolean);
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`).includes(endpoint) && isAlive(pid);
    } catch {
      return false;
    }
  });
}

/** Lines without what differs from run to run. */
function linesOf(text: string): string[] {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '<time>')
    .replace(/Duration: \d+(\.\d\d)? ms/g, 'Duration: <n>')
    .replace(/Used: \d+ MB/g, 'Used: <n>')
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '');
}

const REPORT =
  'REPORT RequestId: <id>\tDuration: <n>\tBilled Duration: <n>\tMemory Size: 128 MB' +
  '\tMax Memory Used: <n>';

/** The last line of an invocation's log. */
export const reportOf = ({ cold = true, rest = '' } = {}) =>
  `${REPORT}${cold ? '\tInit Duration: <n>' : ''}${rest}`;

export const START = 'START RequestId: <id> Version: $LATEST';
export const END = 'END RequestId: <id>';

/** Whether a process is there and is more than an entry that nobody has collected. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const [, state] = /^\d+ \(.*\) (.)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return state !== 'Z' && state !== 'X';
  } catch {
    return false;
  }
}
