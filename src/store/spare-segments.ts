import { closeSync, openSync, renameSync, rmSync, writev } from 'node:fs';
import { promisify } from 'node:util';
import { behind, MAGIC } from './segment-file.ts';

/**
 * Of these a spare is filled, a megabyte with each call of the system, which takes no more than 1,024
 * at once. What is filled by one call it keeps in one piece, and whoever writes into a piece goes
 * through all its blocks: in a piece of 32 MB, a small commit took twice as long to write.
 */
const ZEROS = Buffer.alloc(1024);

const write = promisify(writev);

/** So many are there at most, once somebody wrote more quickly than one was filled. */
const MOST_SPARES = 2;

/** A spare on its way. */
interface Filling {
  /** Aborted when it is not wanted any more. */
  readonly unwanted: AbortController;
  /** Never rejects. */
  readonly done: Promise<void>;
}

/**
 * The files of segments that are yet to come, filled with zeros in the background. A write into pages
 * that the operating system has at hand takes a third of the time, or less, of one that makes a file
 * grow: a full PutRecords is 190 pages.
 *
 * They have names of their own until they are taken: what a process that was killed left of them is
 * written over.
 */
export class SpareSegments {
  readonly #paths: readonly string[];
  readonly #ready: string[] = [];
  #filling: Filling | undefined;
  #wanted = 1;
  #isStopped = false;

  /** @param path how the names of all begin */
  constructor(path: string) {
    this.#paths = Array.from({ length: MOST_SPARES }, (_, index) => `${path}-${index + 1}`);
  }

  /** How many can be taken now. */
  get count(): number {
    return this.#ready.length;
  }

  /** Begins to fill so many bytes, unless there are enough spares or one is on its way. */
  prepare(bytes: number): void {
    if (this.count >= this.#wanted || this.#filling || this.#isStopped) return;
    const path = this.#paths.find((each) => !this.#ready.includes(each)) as string;
    const unwanted = new AbortController();
    const { signal } = unwanted;
    const done = fill(path, { bytes, signal }).then((isFilled) => {
      this.#filling = undefined;
      if (!isFilled || signal.aborted) return rmSync(path, { force: true });
      this.#ready.push(path);
      this.prepare(bytes);
    });
    this.#filling = { unwanted, done };
  }

  /** Gives a spare a name to be used by; answers whether there was one. */
  take(path: string): boolean {
    const spare = this.#ready.shift();
    if (spare !== undefined) renameSync(spare, path);
    else if (this.#filling) this.#wanted = MOST_SPARES;
    return spare !== undefined;
  }

  /** Gives their room back. */
  drop(): void {
    this.#filling?.unwanted.abort();
    for (const path of this.#ready.splice(0)) rmSync(path, { force: true });
  }

  /** Prepares nothing any more; resolves when the files are gone. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.drop();
    await this.#filling?.done;
    for (const path of this.#paths) rmSync(path, { force: true });
  }
}

/**
 * Answers whether the file was filled: nobody depends on it, so nobody is told why not. In one call
 * that takes time, when all goes well: behind each, a busy event loop comes to this much later.
 */
async function fill(
  path: string,
  { bytes, signal }: { bytes: number; signal: AbortSignal },
): Promise<boolean> {
  try {
    const file = openSync(path, 'w');
    try {
      let [rest, at]: [readonly Uint8Array[], number] = [contentOf(bytes), 0];
      while (rest.length > 0 && !signal.aborted) {
        const { bytesWritten } = await write(file, rest as Uint8Array[], at);
        at += bytesWritten;
        rest = behind(rest, bytesWritten);
      }
    } finally {
      closeSync(file);
    }
    return true;
  } catch {
    return false;
  }
}

/** What a segment of so many bytes begins with, and zeros. */
function contentOf(bytes: number): Uint8Array[] {
  const zeros = bytes - MAGIC.length;
  const whole: Uint8Array[] = Array(Math.floor(zeros / ZEROS.length)).fill(ZEROS);
  return [MAGIC, ...whole, ZEROS.subarray(0, zeros % ZEROS.length)];
}
