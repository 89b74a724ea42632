import type { Timer } from '../clock/clock.ts';
import type { FunctionFailure, Invocation, Outcome } from './invocation.ts';
import type { LambdaError } from './lambda-error.ts';
import type { Report } from './platform-lines.ts';
import type { Delivery } from './runtime-api.ts';
import type { SandboxHost } from './sandbox-host.ts';
import type { SandboxLog } from './sandbox-log.ts';

export interface RunningInvocationOptions {
  readonly invocation: Invocation;
  readonly host: SandboxHost;
  readonly startedAtMs: number;
  readonly deadlineMs: number;
  /** Calls when the deadline has come. */
  readonly timer: Timer;
  /** How long the sandbox took to start, for its first invocation only. */
  readonly initDurationMs: number | undefined;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: LambdaError) => void;
}

/** What a sandbox knows of the invocation that it works on, from START to REPORT. */
export class RunningInvocation {
  readonly invocation: Invocation;
  readonly deadlineMs: number;
  readonly #options: RunningInvocationOptions;
  readonly #trace: { readonly traceId: string; readonly segmentId: string };
  #outcome: Outcome | undefined;
  #endedAtMs: number | undefined;
  #status: 'error' | 'timeout' | undefined;
  #errorType: string | undefined;

  constructor(options: RunningInvocationOptions) {
    this.invocation = options.invocation;
    this.deadlineMs = options.deadlineMs;
    this.#options = options;
    const { clock, random } = options.host;
    const seconds = Math.floor(clock.now() / 1000).toString(16);
    const digits = random.hex(40);
    this.#trace = { traceId: `1-${seconds}-${digits.slice(0, 24)}`, segmentId: digits.slice(24) };
  }

  get #isTraced(): boolean {
    return this.#options.host.definition.tracingMode === 'Active';
  }

  /** Whether the invoker has, or is about to get, the outcome. */
  get isSettled(): boolean {
    return this.#endedAtMs !== undefined;
  }

  /** The error type that the runtime itself reported, if it did. */
  get reportedErrorType(): string | undefined {
    return this.#errorType;
  }

  /** The invocation as the runtime gets it. Source: AWS Lambda developer guide, Runtime API. */
  delivery(): Delivery {
    const { invocation, host } = this.#options;
    const { traceId, segmentId } = this.#trace;
    const sampled = this.#isTraced ? 1 : 0;
    return {
      payload: invocation.payload,
      headers: {
        'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
        'Lambda-Runtime-Deadline-Ms': String(this.deadlineMs),
        'Lambda-Runtime-Invoked-Function-Arn': invocation.invokedArn,
        'Lambda-Runtime-Trace-Id': `Root=${traceId};Parent=${segmentId};Sampled=${sampled}`,
        ...(invocation.clientContext && {
          'Lambda-Runtime-Client-Context': invocation.clientContext,
        }),
        // Ours: lets the runtime count the remaining time when the clock is not the machine's.
        'Sluicebox-Now-Ms': String(host.clock.now()),
      },
    };
  }

  succeed(payload: Uint8Array): void {
    this.#end({ payload }, this.#options.host.clock.now());
  }

  /** @param endedAtMs when it counts as ended: a timeout never shows an overshoot */
  fail(failure: FunctionFailure, endedAtMs = this.#options.host.clock.now()): void {
    this.#errorType ??= failure.errorType;
    this.#end({ payload: failure.document, functionError: 'Unhandled' }, endedAtMs);
  }

  abort(error: LambdaError): void {
    this.#endedAtMs = this.#options.host.clock.now();
    this.#options.timer.cancel();
    this.#options.reject(error);
  }

  /** What the REPORT line says of an invocation whose process did not survive it. */
  markBroken(status: 'error' | 'timeout', errorType?: string): void {
    this.#status = status;
    this.#errorType = errorType;
  }

  report(maxMemoryUsedMb: number): Report {
    const { invocation, host, startedAtMs, initDurationMs } = this.#options;
    const { memorySizeMb } = host.definition;
    const isOutOfMemory = this.#errorType === 'Runtime.OutOfMemory';
    return {
      requestId: invocation.requestId,
      durationMs: (this.#endedAtMs ?? host.clock.now()) - startedAtMs,
      memorySizeMb,
      maxMemoryUsedMb: isOutOfMemory ? memorySizeMb : maxMemoryUsedMb,
      initDurationMs,
      status: this.#status,
      errorType: this.#errorType,
      ...(this.#isTraced && { trace: this.#trace }),
    };
  }

  /** The log is complete: an invoker who wanted its end gets the outcome now. */
  finish(log: SandboxLog): void {
    const outcome = this.#outcome;
    if (!outcome || !this.invocation.wantLogTail) return;
    this.#options.resolve({ ...outcome, logTail: log.takeTail() });
  }

  #end(outcome: Omit<Outcome, 'durationMs'>, endedAtMs: number): void {
    const { timer, startedAtMs, resolve } = this.#options;
    timer.cancel();
    this.#endedAtMs = endedAtMs;
    this.#outcome = { ...outcome, durationMs: endedAtMs - startedAtMs };
    if (!this.invocation.wantLogTail) resolve(this.#outcome);
  }
}
