import { type ChildProcess, spawn } from 'node:child_process';

/** A process of its own, whose output is read as it comes. */
export class Spawned {
  /** Resolves with the exit status once it is gone and its output was read to the end. */
  readonly ended: Promise<number | null>;
  readonly #child: ChildProcess;
  readonly #listeners = new Set<() => void>();
  #output = '';

  constructor(
    program: string,
    args: readonly string[],
    { env = {}, cwd }: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
  ) {
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe'];
    const child = spawn(program, args, { env: { ...process.env, ...env }, cwd, stdio });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
        for (const listener of [...this.#listeners]) listener();
      });
    }
    this.ended = new Promise((resolve) => child.once('close', resolve));
  }

  /** Everything that was printed so far, on both outputs. */
  get output(): string {
    return this.#output;
  }

  /**
   * Resolves once `text` was printed, again and again if `times` says so. What a process prints comes
   * behind what it answers: a test waits for it, and does not look for it at once.
   *
   * @throws Error with the output, when the process ends before
   */
  async printed(text: string | RegExp, times = 1): Promise<void> {
    const isPrinted = () => this.#output.split(text).length > times;
    await Promise.race([this.#until(isPrinted), this.ended]);
    if (!isPrinted()) throw new Error(`It ended before it printed '${text}':\n${this.#output}`);
  }

  /** Sends a signal and answers the exit status, once the process is gone. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.#child.kill(signal);
    return this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }

  #until(isTrue: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (!isTrue()) return;
        this.#listeners.delete(check);
        resolve();
      };
      this.#listeners.add(check);
      check();
    });
  }
}
