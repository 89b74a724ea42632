import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MAIN = join(ROOT, 'dist/cli/main.js');

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
    child.stdin?.end(input);
  });
}

/** Runs `sluicebox` as it was built, to its end. */
export function sluicebox(args: readonly string[], options?: Parameters<typeof run>[2]) {
  return run(process.execPath, [MAIN, ...args], options);
}

/** `sluicebox up`, running in a process of its own. */
export class Running {
  readonly endpoint: string;
  readonly pid: number;
  readonly #child: ChildProcess;
  readonly #output: { text: string };
  readonly #onOutput: Set<() => void>;
  readonly #ended: Promise<number | null>;

  private constructor(
    child: ChildProcess,
    ready: { endpoint: string; pid: number },
    rest: { output: { text: string }; onOutput: Set<() => void>; ended: Promise<number | null> },
  ) {
    this.endpoint = ready.endpoint;
    this.pid = ready.pid;
    this.#child = child;
    this.#output = rest.output;
    this.#onOutput = rest.onOutput;
    this.#ended = rest.ended;
  }

  /** Resolves once records are accepted; rejects with the output when the start fails. */
  static async up(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Running> {
    using folder = temporaryFolder();
    const readyFile = join(folder.path, 'ready.json');
    const command = [MAIN, 'up', '--port', '0', '--ready-file', readyFile, ...args];
    const child = spawn(process.execPath, command, { env: { ...process.env, ...env }, cwd: ROOT });
    const output = { text: '' };
    const onOutput = new Set<() => void>();
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output.text += text;
        for (const listener of [...onOutput]) listener();
      });
    }
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const isReady = until(onOutput, () => output.text.includes('Ctrl-C stops it.'));
    const first = await Promise.race([isReady, ended.then(() => 'ended')]);
    if (first === 'ended') throw new Error(`sluicebox up did not start:\n${output.text}`);
    const ready = JSON.parse(readFileSync(readyFile, 'utf8'));
    return new Running(child, ready, { output, onOutput, ended });
  }

  /** Everything that was printed so far. */
  get output(): string {
    return this.#output.text;
  }

  /** Resolves once `text` was printed, again and again if `times` says so. */
  async printed(text: string, times = 1): Promise<void> {
    await until(this.#onOutput, () => this.output.split(text).length > times);
  }

  /** What points the AWS clients here. */
  get env(): NodeJS.ProcessEnv {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_ACCESS_KEY_ID: '000000000000',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_CONFIG_FILE: '/nonexistent',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      AWS_PAGER: '',
    };
  }

  /** Sends a signal and answers the exit status, once the process is gone. */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.#child.kill(signal);
    return this.#ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }
}

function until(listeners: Set<() => void>, isTrue: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!isTrue()) return;
      listeners.delete(check);
      resolve();
    };
    listeners.add(check);
    check();
  });
}
