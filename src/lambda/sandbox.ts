import type { Timer } from '../clock/clock.ts';
import {
  failureOfExit,
  HEAP_EXHAUSTED,
  notReadyFailure,
  timeoutFailure,
  tooLargeFailure,
} from './failures.ts';
import { versionOf } from './function-definition.ts';
import type { FunctionFailure, Invocation, Outcome } from './invocation.ts';
import { aborted, type LambdaError } from './lambda-error.ts';
import * as lines from './platform-lines.ts';
import { describeExit, type ProcessExit } from './process-exit.ts';
import { RunningInvocation } from './running-invocation.ts';
import type { Delivery, RuntimeSession, Verdict } from './runtime-api.ts';
import { RuntimeChannel } from './runtime-channel.ts';
import { RuntimeProcess } from './runtime-process.ts';
import { sandboxEnvironment } from './sandbox-environment.ts';
import { initStartLineOf, type SandboxHost } from './sandbox-host.ts';
import type { SandboxLog } from './sandbox-log.ts';
import { startFailure } from './start-failure.ts';

/**
 * The time that an initialization may take before the first invocation.
 * Source: AWS Lambda developer guide, "Init phase".
 */
const INIT_LIMIT_MS = 10_000;

/** Why a runtime did not get as far as asking for an invocation. */
export type InitFailure = FunctionInitFailure | PreventedInit;

/** The function's own code is the cause. */
export interface FunctionInitFailure {
  readonly status: 'error' | 'timeout';
  /** The failure as the invocation with that request id reports it, or as it is without any. */
  failure(requestId?: string): FunctionFailure;
}

/** The function is not to blame: this machine is (`ServiceException`), or we stopped it. */
interface PreventedInit {
  readonly status: 'prevented';
  readonly error: LambdaError;
}

export interface SandboxOptions {
  readonly host: SandboxHost;
  readonly log: SandboxLog;
  /** `init`: ahead of an invocation. `invoke`: within one, after the first start failed. */
  readonly phase: lines.InitPhase;
  /** Called whenever an invocation is over and the sandbox is ready for another one. */
  readonly onIdle: (sandbox: Sandbox) => void;
  /** Called once: the process is gone. */
  readonly onStopped: (sandbox: Sandbox) => void;
}

type State = 'initializing' | 'idle' | 'busy' | 'answered' | 'stopped';

/**
 * One process that runs one function, one invocation at a time.
 *
 * | state          | entered when                               | left for                        |
 * |----------------|--------------------------------------------|---------------------------------|
 * | `initializing` | it is made                                 | idle, stopped                   |
 * | `idle`         | its runtime asks for an invocation         | busy, stopped                   |
 * | `busy`         | it is given an invocation (`run`)          | answered, stopped               |
 * | `answered`     | the runtime has reported the outcome       | idle (log complete), stopped    |
 * | `stopped`      | the process is gone, or was idle and       | never                           |
 * |                | is about to go, for whatever reason        |                                 |
 *
 * The invoker has its outcome as soon as the sandbox is `answered`; END and REPORT follow once all
 * that the function wrote has been read. A process that ends by itself while it owes an outcome is
 * a crash; one that we kill at the deadline is a timeout; one that we kill in `stop` is neither.
 */
export class Sandbox implements RuntimeSession {
  readonly log: SandboxLog;
  /** Resolves with undefined when the runtime is ready, or with why it never will be. */
  readonly initialized: Promise<InitFailure | undefined>;
  readonly #options: SandboxOptions;
  readonly #host: SandboxHost;
  readonly #secret: string;
  #state: State = 'initializing';
  #process: RuntimeProcess | undefined;
  #channel: RuntimeChannel | undefined;
  #deliver: ((delivery: Delivery) => void) | undefined;
  #running: RunningInvocation | undefined;
  /** The invocation that the runtime has not been given yet. */
  #toDeliver: RunningInvocation | undefined;
  /** Ends a process that has answered and does not ask for more. */
  #late: Timer | undefined;
  #endInit!: (failure: InitFailure | undefined) => void;
  #reportedInitFailure: FunctionFailure | undefined;
  #initDurationMs: number | undefined;
  #maxMemoryUsedMb = 0;
  #sawHeapExhausted = false;
  /** Whether the process is gone, of which `#exited` makes what is to be made. */
  #hasEnded = false;
  #killedFor: 'timeout' | 'stopped' | undefined;

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.#host = options.host;
    this.log = options.log;
    this.#secret = options.host.random.hex(32);
    this.initialized = this.#initialize();
  }

  get state(): State {
    return this.#state;
  }

  /**
   * Runs one invocation; the sandbox must be idle. Rejects only with `InvocationAborted`.
   *
   * @param startedAtMs when the invocation began, if that was before the sandbox was ready
   */
  run(invocation: Invocation, startedAtMs = this.#host.clock.now()): Promise<Outcome> {
    const { definition, clock } = this.#host;
    const deadlineMs = startedAtMs + definition.timeoutSeconds * 1000;
    return new Promise((resolve, reject) => {
      const running = new RunningInvocation({
        invocation,
        host: this.#host,
        startedAtMs,
        deadlineMs,
        timer: clock.at(deadlineMs, () => this.#kill('timeout')),
        initDurationMs: this.#initDurationMs,
        resolve,
        reject,
      });
      this.#initDurationMs = undefined;
      this.#state = 'busy';
      this.#running = running;
      this.log.platform(lines.startLine(invocation.requestId, versionOf(definition)));
      this.#toDeliver = running;
      this.#handOver();
    });
  }

  /** Kills the process tree, and rejects the invocation under way. Resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.#state === 'stopped') return;
    if (this.#running?.isSettled === false) {
      this.#running.abort(aborted());
    }
    this.#kill('stopped');
    await this.#process?.exited;
  }

  next(deliver: (delivery: Delivery) => void, memoryUsedMb: number | undefined): void {
    if (this.#hasEnded) return;
    this.#deliver = deliver;
    this.#late?.cancel();
    this.#maxMemoryUsedMb = Math.max(this.#maxMemoryUsedMb, memoryUsedMb ?? 0);
    if (this.#state === 'initializing' && !this.#killedFor) this.#endInit(undefined);
    if (this.#state === 'answered') void this.#becomeIdle();
    this.#handOver();
  }

  withdraw(deliver: (delivery: Delivery) => void): void {
    if (this.#deliver === deliver) this.#deliver = undefined;
  }

  respond(requestId: string, payload: Uint8Array | undefined): Verdict {
    const running = this.#owed(requestId);
    if (typeof running === 'string') return running;
    if (payload) running.succeed(payload);
    else running.fail(tooLargeFailure());
    this.#answered();
    return payload ? 'accepted' : 'too-large';
  }

  fail(requestId: string, document: Uint8Array, errorType: string): Verdict {
    const running = this.#owed(requestId);
    if (typeof running === 'string') return running;
    running.fail({ errorType, document });
    this.#answered();
    return 'accepted';
  }

  failInitialization(document: Uint8Array, errorType: string): Verdict {
    if (this.#state !== 'initializing' || this.#reportedInitFailure) return 'invalid-state';
    this.#reportedInitFailure = { errorType, document };
    return 'accepted';
  }

  /** Gives the invocation to the runtime once there are both: it may have taken its question back. */
  #handOver(): void {
    const [running, deliver] = [this.#toDeliver, this.#deliver];
    if (!running || !deliver) return;
    this.#toDeliver = undefined;
    this.#deliver = undefined;
    deliver(running.delivery());
    running.invocation.onDelivered?.();
  }

  /** The outcome is there. Most runtimes ask for more then; some have asked before, some never do. */
  #answered(): void {
    this.#state = 'answered';
    if (this.#deliver) {
      void this.#becomeIdle();
      return;
    }
    // In real time: a process that has answered waits for nothing in the time of the world.
    const { machineClock, definition } = this.#host;
    const lateMs = machineClock.now() + definition.timeoutSeconds * 1000;
    this.#late = machineClock.at(lateMs, () => this.#kill('stopped'));
  }

  get #initLimitMs(): number {
    return this.#options.phase === 'init'
      ? INIT_LIMIT_MS
      : this.#host.definition.timeoutSeconds * 1000;
  }

  #owed(requestId: string): RunningInvocation | Verdict {
    const running = this.#running;
    if (running?.invocation.requestId !== requestId) return 'invalid-request-id';
    return this.#state === 'busy' && !this.#killedFor ? running : 'invalid-state';
  }

  async #initialize(): Promise<InitFailure | undefined> {
    const { clock, runtimeApi } = this.#host;
    const { phase } = this.#options;
    const startedAtMs = clock.now();
    if (phase === 'init') this.log.platform(initStartLineOf(this.#host));
    const isReady = new Promise<InitFailure | undefined>((resolve) => {
      this.#endInit = resolve;
    });
    await runtimeApi
      .open(this.#secret, this)
      .then((address) => this.#start(address))
      .catch((error) => this.#exited({ status: undefined, signal: undefined, error }));
    const timer = clock.at(startedAtMs + this.#initLimitMs, () => this.#kill('timeout'));
    const failed = await isReady;
    timer.cancel();
    const durationMs = clock.now() - startedAtMs;
    if (!failed) {
      this.#state = 'idle';
      if (phase === 'init') this.#initDurationMs = durationMs;
      return undefined;
    }
    const { status } = failed;
    if (status === 'prevented') return failed;
    const { errorType } = failed.failure();
    this.log.platform(lines.initReportLine({ durationMs, phase, status, errorType }));
    return failed;
  }

  #start(runtimeApi: string): void {
    const { definition, scope, endpoint, secretAccessKey, command, reaper } = this.#host;
    const identity = {
      scope,
      runtimeApi,
      logStreamName: this.log.stream,
      endpoint: endpoint(),
      secretAccessKey,
      hasChannel: command.speaks === 'channel',
    };
    this.#process = new RuntimeProcess({
      command,
      directory: definition.codeDirectory,
      environment: sandboxEnvironment(definition, identity),
      reaper,
      give: (message) => this.#hear(message),
      congestion: () => this.log.congestion,
    });
    const { channel } = this.#process;
    if (channel) this.#channel = new RuntimeChannel(channel, this);
    void this.#process.exited.then((exit) => this.#exited(exit));
    // `stop` may have been called before there was a process to stop.
    if (this.#killedFor) this.#process.kill();
  }

  #hear(message: string): void {
    this.#sawHeapExhausted ||= message.includes(HEAP_EXHAUSTED);
    this.log.function(message, this.#running?.invocation.requestId);
  }

  #kill(reason: 'timeout' | 'stopped'): void {
    this.#killedFor ??= reason;
    if (this.#state === 'idle') this.#state = 'stopped';
    this.#process?.kill();
  }

  async #exited(exit: ProcessExit): Promise<void> {
    // It takes a while until all is read and told; no invocation may begin in it.
    this.#hasEnded = true;
    this.#late?.cancel();
    if (this.#state === 'idle') this.#state = 'stopped';
    await this.#process?.output.drain();
    if (this.#state === 'initializing') this.#endInit(await this.#initFailureOf(exit));
    else if (this.#running) this.#reportBroken(this.#running, exit);
    await this.#completeLog();
    this.#state = 'stopped';
    this.#host.runtimeApi.forget(this.#secret);
    this.#channel?.close();
    this.#options.onStopped(this);
  }

  async #initFailureOf(exit: ProcessExit): Promise<InitFailure> {
    const error = this.#killedFor ? undefined : await startFailure(exit, this.#host);
    if (this.#killedFor === 'stopped') return { status: 'prevented', error: aborted() };
    if (error) return { status: 'prevented', error };
    if (this.#killedFor === 'timeout') {
      const { timeoutSeconds } = this.#host.definition;
      const failure = (id?: string) =>
        id === undefined ? notReadyFailure(this.#initLimitMs) : timeoutFailure(id, timeoutSeconds);
      return { status: 'timeout', failure };
    }
    const reported = this.#reportedInitFailure;
    return { status: 'error', failure: (id) => reported ?? this.#failureOf(exit, id) };
  }

  #failureOf(exit: ProcessExit, requestId: string | undefined): FunctionFailure {
    return failureOfExit(exit, { requestId, sawHeapExhausted: this.#sawHeapExhausted });
  }

  #reportBroken(running: RunningInvocation, exit: ProcessExit): void {
    const { requestId } = running.invocation;
    const { clock, definition } = this.#host;
    if (this.#killedFor === 'stopped') return;
    if (this.#killedFor === 'timeout') {
      this.log.platform(lines.timedOutLine(clock.now(), requestId, definition.timeoutSeconds));
      running.markBroken('timeout');
      running.fail(timeoutFailure(requestId, definition.timeoutSeconds), running.deadlineMs);
      return;
    }
    const failure = this.#failureOf(exit, requestId);
    const isOutOfMemory = running.reportedErrorType === 'Runtime.OutOfMemory';
    const errorType = isOutOfMemory ? 'Runtime.OutOfMemory' : failure.errorType;
    this.log.platform(lines.exitLines(requestId, describeExit(exit), errorType));
    running.markBroken('error', errorType);
    if (!running.isSettled) running.fail(failure);
  }

  /** Reads what the function still wrote, then ends the invocation's part of the log. */
  async #completeLog(): Promise<void> {
    await this.#process?.output.drain();
    const running = this.#running;
    if (!running) return;
    this.#running = undefined;
    const end = lines.endLine(running.invocation.requestId);
    this.log.platform(end, lines.reportLine(running.report(this.#maxMemoryUsedMb)));
    running.finish(this.log);
  }

  async #becomeIdle(): Promise<void> {
    await this.#completeLog();
    if (this.#state !== 'answered' || this.#killedFor || this.#hasEnded) return;
    this.#state = 'idle';
    this.#options.onIdle(this);
  }
}
