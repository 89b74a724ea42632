import { type ChildProcess, spawn } from 'node:child_process';
import type { Duplex, Readable } from 'node:stream';
import { batchPolicy } from './batch-policy.ts';
import { Output } from './output.ts';
import type { ProcessExit } from './process-exit.ts';
import type { Reaper } from './reaper.ts';
import type { RuntimeCommand } from './runtimes.ts';
import { CHANNEL_DESCRIPTOR, TELEMETRY_DESCRIPTOR } from './sandbox-environment.ts';
import { killStrays } from './strays.ts';

export interface RuntimeProcessOptions {
  readonly command: RuntimeCommand;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly reaper: Reaper;
  /** Called with each message that the process writes. */
  readonly give: (message: string) => void;
  /** What to wait for before more is read, if anything. */
  readonly congestion: () => Promise<void> | undefined;
}

/** Crashed handlers must not leave core files in the user's folder. */
const NO_CORE_FILE = 'ulimit -c 0 2>/dev/null';

/**
 * One operating system process with all its descendants: they form a process group, and die
 * together. The constructor throws some of the errors of the system that prevent the start;
 * `exited` tells the others.
 */
export class RuntimeProcess {
  /** Resolves, once, when the process has ended; never rejects. */
  readonly exited: Promise<ProcessExit>;
  readonly output: Output;
  /** Our end of the runtime's channel, when it speaks through one. */
  readonly channel: Duplex | undefined;
  readonly #child: ChildProcess;
  #hasEnded = false;

  constructor({ command, directory, environment, reaper, ...listener }: RuntimeProcessOptions) {
    const hasChannel = command.speaks === 'channel';
    const limit = command.dataLimitKb;
    const settings = [NO_CORE_FILE];
    if (limit) settings.push(`ulimit -d ${limit} 2>/dev/null`);
    // Else each event would take our own process off its processor, for which the other sandboxes wait.
    const words = [...batchPolicy(), command.path, ...command.args];
    this.#child = spawn(
      '/bin/sh',
      ['-c', `${settings.join('; ')}; exec "$@"`, 'sandbox', ...words],
      {
        cwd: directory,
        env: environment,
        detached: true,
        // In the order of their numbers; the last two are the telemetry and the channel.
        stdio: ['ignore', 'pipe', 'pipe', 'pipe', hasChannel ? 'pipe' : 'ignore'],
      },
    );
    const { pid } = this.#child;
    if (pid !== undefined) reaper.watch(pid);
    this.exited = new Promise((resolve) => {
      const end = (exit: ProcessExit) => {
        this.kill();
        // Unlike any other, this variable's value is the sandbox's own.
        killStrays(`AWS_LAMBDA_RUNTIME_API=${environment.AWS_LAMBDA_RUNTIME_API}`);
        this.#hasEnded = true;
        if (pid !== undefined) reaper.forget(pid);
        resolve(exit);
      };
      this.#child.once('error', (error) => end({ status: undefined, signal: undefined, error }));
      this.#child.once('exit', (status, signal) =>
        end({ status: status ?? undefined, signal: signal ?? undefined }),
      );
    });
    // A process for which there are no descriptors left has no streams, whatever the types say.
    const { stdout, stderr, stdio }: Partial<ChildProcess> = this.#child;
    const frames = stdio?.[TELEMETRY_DESCRIPTOR] as Readable | null | undefined;
    this.channel = (stdio?.[CHANNEL_DESCRIPTOR] ?? undefined) as Duplex | undefined;
    this.output = new Output([stdout, stderr], frames, listener);
  }

  /** Kills the process and its descendants. `exited` tells when it is gone. */
  kill(): void {
    // Once the process is gone, its number may be somebody else's.
    if (this.#child.pid === undefined || this.#hasEnded) return;
    try {
      process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // The group is empty already.
    }
  }
}
