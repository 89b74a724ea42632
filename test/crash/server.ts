import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAIN } from '../running.ts';

/** What it prints once it is ready. */
const LAST_LINE = 'Ctrl-C stops it.';
/** How much of what it printed is told when it fails. */
const SHOWN_CHARACTERS = 2000;

export interface ServerOptions {
  /** Where the template, the data, and what the server prints is. */
  readonly folder: string;
  /** Which start this is; the handlers write it down. */
  readonly run: number;
  /** Further arguments of `sluicebox up`. */
  readonly args?: readonly string[];
}

/** One life of `sluicebox up`. */
export class Server {
  /** Resolves with the endpoint once records are accepted; undefined when it ended before. */
  readonly ready: Promise<string | undefined>;
  hasEnded = false;
  /** The last of what it printed. */
  output = '';
  readonly #child: ChildProcess;
  readonly #ended: Promise<void>;

  constructor({ folder, run, args = [] }: ServerOptions) {
    const overrides = [`Run=${run}`, `LogFolder=${folder}`];
    const command = [MAIN, 'up', 'template.yaml', '--port', '0', '--data', 'data', ...args];
    const child = spawn(process.execPath, [...command, '--parameter-overrides', ...overrides], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => {
      child.once('close', () => {
        this.hasEnded = true;
        resolve();
      });
    });
    let head = '';
    const endpoint = new Promise<string>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text: string) => {
          appendFileSync(join(folder, 'server.log'), text);
          this.output = (this.output + text).slice(-SHOWN_CHARACTERS);
          if (head.includes(LAST_LINE)) return;
          head += text;
          const found = / runs at (http:\S+)/.exec(head)?.[1];
          if (found && head.includes(LAST_LINE)) resolve(found);
        });
      }
    });
    this.ready = Promise.race([endpoint, this.#ended.then(() => undefined)]);
  }

  /** Ends it at once, as a machine's end would; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** Asks it to stop; resolves when it has. */
  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    await this.#ended;
  }
}
