import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { awsEnvironment, awsSettings } from './aws-environment.ts';
import { Spawned } from './spawned.ts';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** `sluicebox` as it was built. */
export const MAIN = join(ROOT, 'dist/cli/main.js');

/** What a command left behind. */
export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A temporary folder that is gone after `using`. */
export function temporaryFolder(): { readonly path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'sluicebox-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs a program to its end. */
export function run(
  program: string,
  args: readonly string[],
  {
    env = {},
    cwd = ROOT,
    input = '',
  }: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string } = {},
): Promise<Finished> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env }, cwd, maxBuffer: 2 ** 26 };
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      resolve({ status: error ? (child.exitCode ?? 1) : 0, stdout, stderr });
    });
    // A program may end without having read what it was given.
    child.stdin?.on('error', () => {}).end(input);
  });
}

/** Runs `sluicebox` as it was built, to its end. */
export function sluicebox(args: readonly string[], options?: Parameters<typeof run>[2]) {
  return run(process.execPath, [MAIN, ...args], options);
}

/** Starts `sluicebox` as it was built, for a test that goes on with it. */
export function spawnSluicebox(
  args: readonly string[],
  { env = {}, cwd = ROOT }: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Spawned {
  return new Spawned(process.execPath, [MAIN, ...args], { env, cwd });
}

/** `sluicebox up`, running in a process of its own. */
export class Running {
  readonly endpoint: string;
  readonly pid: number;
  readonly #process: Spawned;

  private constructor(process: Spawned, ready: { endpoint: string; pid: number }) {
    this.endpoint = ready.endpoint;
    this.pid = ready.pid;
    this.#process = process;
  }

  /** Resolves once records are accepted; rejects with the output when the start fails. */
  static async up(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Running> {
    using folder = temporaryFolder();
    const readyFile = join(folder.path, 'ready.json');
    const command = ['up', '--port', '0', '--ready-file', readyFile, ...args];
    const process = spawnSluicebox(command, { env });
    await process.printed('Ctrl-C stops it.');
    return new Running(process, JSON.parse(readFileSync(readyFile, 'utf8')));
  }

  /** Everything that was printed so far. */
  get output(): string {
    return this.#process.output;
  }

  /** Resolves once `text` was printed, again and again if `times` says so. */
  printed(text: string | RegExp, times = 1): Promise<void> {
    return this.#process.printed(text, times);
  }

  /** What points the AWS clients here. */
  get env(): NodeJS.ProcessEnv {
    return awsEnvironment(this.endpoint);
  }

  /** What points a client of the AWS SDK here. */
  get settings(): ReturnType<typeof awsSettings> {
    return awsSettings(this.endpoint);
  }

  /** Lets time go on, where the clock is moved by hand; answers what it shows then. */
  async advance(advanceMs: number): Promise<number> {
    const body = JSON.stringify({ advanceMs });
    const answer = await fetch(`${this.endpoint}/_sluicebox/clock`, { method: 'POST', body });
    if (!answer.ok) throw new Error(`The clock was not moved: ${await answer.text()}`);
    return ((await answer.json()) as { nowMs: number }).nowMs;
  }

  /** Sends a signal and answers the exit status, once the process is gone. */
  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    return this.#process.end(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }
}
