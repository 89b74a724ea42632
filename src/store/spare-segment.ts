import { renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { MAGIC } from './segment-file.ts';

const ZEROS = Buffer.alloc(1024 * 1024);

/** A spare on its way. */
interface Filling {
  isWanted: boolean;
  /** Never rejects. */
  readonly done: Promise<void>;
}

/**
 * The file of a segment that is yet to come, filled with zeros in the background. A write into pages
 * that the operating system has at hand takes a third of the time, or less, of one that makes a file
 * grow: a full PutRecords is 190 pages.
 *
 * It has a name of its own until it is taken: what a process that was killed left of it is written
 * over.
 */
export class SpareSegment {
  readonly #path: string;
  #filling: Filling | undefined;
  #isReady = false;
  #isStopped = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Begins to fill so many bytes, unless there is a spare or there will be one. */
  prepare(bytes: number): void {
    if (this.#isReady || this.#filling || this.#isStopped) return;
    const isWanted = () => filling.isWanted;
    const done = fill(this.#path, { bytes, isWanted }).then((isFilled) => {
      this.#filling = undefined;
      if (isFilled && filling.isWanted) this.#isReady = true;
      else this.drop();
    });
    const filling: Filling = { isWanted: true, done };
    this.#filling = filling;
  }

  /** Gives the spare a name to be used by; answers whether there was one. */
  take(path: string): boolean {
    if (!this.#isReady) return false;
    renameSync(this.#path, path);
    this.#isReady = false;
    return true;
  }

  /** Gives its room back. */
  drop(): void {
    this.#isReady = false;
    if (this.#filling) this.#filling.isWanted = false;
    else rmSync(this.#path, { force: true });
  }

  /** Prepares nothing any more; resolves when the file is gone. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.drop();
    await this.#filling?.done;
  }
}

/** So many zero bytes, in parts. */
function zeros(bytes: number): Uint8Array[] {
  const parts: Uint8Array[] = Array(Math.floor(bytes / ZEROS.length)).fill(ZEROS);
  return [...parts, ZEROS.subarray(0, bytes % ZEROS.length)];
}

/** Answers whether the file was filled: nobody depends on it, so nobody is told why not. */
async function fill(
  path: string,
  { bytes, isWanted }: { bytes: number; isWanted: () => boolean },
): Promise<boolean> {
  try {
    const file = await open(path, 'w');
    try {
      await file.write(MAGIC, 0, MAGIC.length, 0);
      // In one call, when all goes well: after each, a busy event loop lets it wait for its turn.
      for (let at = MAGIC.length; at < bytes && isWanted(); ) {
        const { bytesWritten } = await file.writev(zeros(bytes - at), at);
        at += bytesWritten;
      }
    } finally {
      await file.close();
    }
    return true;
  } catch {
    return false;
  }
}
