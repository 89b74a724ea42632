import type { Clock, Timer } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { LogGroups } from '../observe/log-groups.ts';
import { logGroupOf, versionOf } from './function-definition.ts';
import type { Invocation, Outcome } from './invocation.ts';
import { aborted } from './lambda-error.ts';
import { endLine, type InitPhase, reportLine, startLine } from './platform-lines.ts';
import { type FunctionInitFailure, Sandbox } from './sandbox.ts';
import type { SandboxHost } from './sandbox-host.ts';
import { SandboxLog } from './sandbox-log.ts';

/** How long a sandbox waits for work. AWS does not say; minutes are what people observe. */
const IDLE_MS = 15 * 60_000;

export interface SandboxPoolOptions {
  readonly host: SandboxHost;
  readonly events: Events;
  readonly logs: Pick<LogGroups, 'appendSoon'>;
  readonly logClock: Clock;
}

interface Idle {
  readonly sandbox: Sandbox;
  readonly timer: Timer;
}

/**
 * The sandboxes of one function as it is now: as many as there are invocations at a time, kept
 * warm, the most recently used first. A function that changes gets a new pool.
 */
export class SandboxPool {
  readonly #options: SandboxPoolOptions;
  readonly #host: SandboxHost;
  readonly #all = new Set<Sandbox>();
  /** The most recently used stands last. */
  #idle: Idle[] = [];
  /** Invocations that wait for a sandbox that has answered but not yet come back. */
  readonly #claims: ((sandbox: Sandbox | undefined) => void)[] = [];
  #invocations = 0;
  #isRetired = false;
  #isClosed = false;
  readonly #whenEmpty: (() => void)[] = [];

  constructor(options: SandboxPoolOptions) {
    this.#options = options;
    this.#host = options.host;
  }

  /** Whether there is neither an invocation nor a process. */
  get isEmpty(): boolean {
    return this.#all.size === 0 && this.#invocations === 0;
  }

  /**
   * Starts a sandbox unless one waits already; resolves with why it is of no use, if so. Rejects
   * as `invoke` does.
   */
  async warm(): Promise<FunctionInitFailure | undefined> {
    if (this.#idle.length > 0) return undefined;
    const sandbox = this.#launch(this.#newLog(), 'init');
    const failed = await this.#awaitInit(sandbox);
    if (!failed) this.#becameIdle(sandbox);
    return failed;
  }

  /** Rejects only with `InvocationAborted` and `ServiceException`. */
  async invoke(invocation: Invocation, signal?: AbortSignal): Promise<Outcome> {
    this.#invocations += 1;
    try {
      return await this.#invoke(invocation, signal);
    } finally {
      this.#invocations -= 1;
      this.#tellWhenEmpty();
    }
  }

  async #invoke(invocation: Invocation, signal: AbortSignal | undefined): Promise<Outcome> {
    const sandbox = this.#warmSandbox() ?? (await this.#claimed());
    if (sandbox) return this.#run(sandbox, invocation, { signal });
    const first = this.#launch(this.#newLog(), 'init');
    const failed = await this.#awaitInit(first, signal);
    if (!failed) return this.#run(first, invocation, { signal });
    return this.#invokeAgain(invocation, first.log, signal);
  }

  /** Lets running invocations finish; resolves when no process is left. */
  async retire(): Promise<void> {
    this.#isRetired = true;
    for (const { sandbox, timer } of this.#idle.splice(0)) {
      timer.cancel();
      void sandbox.stop();
    }
    if (this.isEmpty) return;
    await new Promise<void>((resolve) => this.#whenEmpty.push(resolve));
  }

  /** Stops everything; resolves when no process is left. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const isEmpty = this.retire();
    for (const sandbox of this.#all) void sandbox.stop();
    await isEmpty;
  }

  /**
   * The start failed, so the runtime starts again as part of the invocation, whose time is now
   * running. Source: observed on AWS ("Phase: invoke").
   */
  async #invokeAgain(
    invocation: Invocation,
    log: SandboxLog,
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    const { clock, definition } = this.#host;
    const startedAtMs = clock.now();
    if (invocation.wantLogTail) log.keepTail();
    const sandbox = this.#launch(log, 'invoke');
    const failed = await this.#awaitInit(sandbox, signal);
    if (!failed) return this.#run(sandbox, invocation, { signal, startedAtMs });
    const { requestId } = invocation;
    const { errorType, document } = failed.failure(requestId);
    const durationMs = clock.now() - startedAtMs;
    log.platform(startLine(requestId, versionOf(definition)));
    log.platform(endLine(requestId));
    const { memorySizeMb } = definition;
    const status = failed.status === 'timeout' ? 'timeout' : 'error';
    const report = { requestId, durationMs, memorySizeMb, maxMemoryUsedMb: 0, status, errorType };
    log.platform(reportLine({ ...report, status }));
    return {
      payload: document,
      functionError: 'Unhandled',
      durationMs,
      ...(invocation.wantLogTail && { logTail: log.takeTail() }),
    };
  }

  async #run(
    sandbox: Sandbox,
    invocation: Invocation,
    options: { signal: AbortSignal | undefined; startedAtMs?: number },
  ): Promise<Outcome> {
    const { signal, startedAtMs } = options;
    // Its process may have ended while it was handed over.
    if (sandbox.state !== 'idle') return this.#invoke(invocation, signal);
    if (signal?.aborted) {
      this.#becameIdle(sandbox);
      throw aborted();
    }
    if (invocation.wantLogTail && startedAtMs === undefined) sandbox.log.keepTail();
    const stop = () => void sandbox.stop();
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await sandbox.run(invocation, startedAtMs);
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  async #awaitInit(
    sandbox: Sandbox,
    signal?: AbortSignal,
  ): Promise<FunctionInitFailure | undefined> {
    const stop = () => void sandbox.stop();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    const failed = await sandbox.initialized;
    signal?.removeEventListener('abort', stop);
    if (failed?.status === 'prevented') throw failed.error;
    return failed;
  }

  #warmSandbox(): Sandbox | undefined {
    const idle = this.#idle.pop();
    idle?.timer.cancel();
    return idle?.sandbox;
  }

  /**
   * A sandbox that has answered is back in a moment: waiting for it is quicker than a start, and
   * an invoker that works in sequence gets the same sandbox each time. Resolves with undefined
   * when none is coming back.
   */
  #claimed(): Promise<Sandbox | undefined> | undefined {
    const returning = [...this.#all].filter(({ state }) => state === 'answered').length;
    if (returning <= this.#claims.length) return undefined;
    const { clock, definition } = this.#host;
    return new Promise((resolve) => {
      const end = (sandbox: Sandbox | undefined) => {
        timer.cancel();
        this.#claims.splice(this.#claims.indexOf(end), 1);
        resolve(sandbox);
      };
      // A handler that answered and then keeps its process busy comes back late or never.
      const patienceMs = definition.timeoutSeconds * 1000;
      const timer = clock.at(clock.now() + patienceMs, () => end(undefined));
      this.#claims.push(end);
    });
  }

  /** Throws `InvocationAborted` once the pool is closed: nobody would stop the sandbox. */
  #launch(log: SandboxLog, phase: InitPhase): Sandbox {
    if (this.#isClosed) throw aborted();
    const sandbox = new Sandbox({
      host: this.#host,
      log,
      phase,
      onIdle: (idle) => this.#becameIdle(idle),
      onStopped: (stopped) => this.#becameStopped(stopped),
    });
    this.#all.add(sandbox);
    return sandbox;
  }

  /** One log stream for each sandbox: `2026/01/31/[$LATEST]` or `[1]` and 32 hexadecimal digits. */
  #newLog(): SandboxLog {
    const { host, events, logs, logClock: clock } = this.#options;
    const { random, definition, scope } = host;
    const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    return new SandboxLog({
      clock,
      events,
      logs,
      scope,
      functionName: definition.functionName,
      group: logGroupOf(definition),
      stream: `${day}/[${versionOf(definition)}]${random.hex(32)}`,
    });
  }

  #becameIdle(sandbox: Sandbox): void {
    const stop = () => void sandbox.stop();
    const [claim] = this.#claims;
    if (claim) claim(sandbox);
    else if (this.#isRetired) stop();
    else {
      const { clock } = this.#host;
      this.#idle.push({ sandbox, timer: clock.at(clock.now() + IDLE_MS, stop) });
    }
  }

  #becameStopped(sandbox: Sandbox): void {
    this.#all.delete(sandbox);
    const at = this.#idle.findIndex((idle) => idle.sandbox === sandbox);
    if (at >= 0) this.#idle.splice(at, 1)[0]?.timer.cancel();
    const returning = [...this.#all].filter(({ state }) => state === 'answered').length;
    const [claim] = this.#claims;
    if (claim && returning < this.#claims.length) claim(undefined);
    this.#tellWhenEmpty();
  }

  #tellWhenEmpty(): void {
    if (!this.#isRetired || !this.isEmpty) return;
    for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }
}
