import type { Scope } from '../aws/scope.ts';
import type { Clock } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { LogGroups } from '../observe/log-groups.ts';

/** What an invocation's caller may see of the log. Source: Lambda API reference, `LogType`. */
const TAIL_BYTES = 4096;

/** How much may wait for the store before the function has to wait too. */
const CONGESTED_BYTES = 4 * 2 ** 20;

export interface SandboxLogOptions {
  readonly clock: Clock;
  readonly events: Events;
  readonly logs: Pick<LogGroups, 'appendSoon'>;
  readonly scope: Scope;
  readonly functionName: string;
  readonly group: string;
  readonly stream: string;
}

/** The log stream of one sandbox. */
export class SandboxLog {
  readonly stream: string;
  readonly #options: SandboxLogOptions;
  #tail: string[] | undefined;
  #pendingBytes = 0;
  #committed: Promise<void> = Promise.resolve();

  constructor(options: SandboxLogOptions) {
    this.#options = options;
    this.stream = options.stream;
  }

  /** Resolves when there is room again; undefined while there is. */
  get congestion(): Promise<void> | undefined {
    return this.#pendingBytes > CONGESTED_BYTES ? this.#committed : undefined;
  }

  /** Lines of the platform: START, END, REPORT and their like. */
  platform(...messages: string[]): void {
    this.#tail?.push(...messages);
    const { clock, logs, scope, group, stream, events } = this.#options;
    const timestamp = clock.now();
    const length = messages.reduce((sum, message) => sum + message.length, 0);
    this.#pendingBytes += length;
    this.#committed = logs
      .appendSoon(
        scope,
        { group, stream },
        messages.map((message) => ({ timestamp, message })),
      )
      .catch((cause) =>
        events.emit('warning', { message: `Log events of ${group} were lost: ${cause}` }),
      )
      .finally(() => {
        this.#pendingBytes -= length;
      });
  }

  /** What the function itself wrote. */
  function(message: string, requestId: string | undefined): void {
    this.platform(message);
    const { events, scope, functionName } = this.#options;
    const text = message.endsWith('\n') ? message.slice(0, -1) : message;
    events.emit('function-output', { scope, functionName, requestId, message: text });
  }

  /** From now on, what is written is kept for `takeTail`. */
  keepTail(): void {
    this.#tail = [];
  }

  /** The last 4 KB of what was written since `keepTail`. */
  takeTail(): string {
    const bytes = Buffer.from((this.#tail ?? []).join(''));
    this.#tail = undefined;
    return bytes.subarray(-TAIL_BYTES).toString();
  }
}
