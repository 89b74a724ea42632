import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/**
 * The longest text that becomes one log event; what is longer is cut.
 * Source: AWS Lambda developer guide, CloudWatch Logs event size of 256 KB.
 */
const LONGEST_BYTES = 262_144;

const FRAME_HEADER_BYTES = 16;
/** Both halves of a frame's type: the upper one marks a frame, the lower holds format and level. */
const FRAME_MARK = 0xa55a;

const LINE_BREAK = Buffer.from('\n');

/** Takes what is read piece by piece, and gives it on message by message. */
export interface Splitter {
  take(chunk: Buffer): void;
  /** Gives what is left, with the line break that it lacks. */
  flush(): void;
}

/** Cuts a stream into lines; each keeps its line break, as CloudWatch Logs shows it. */
export function splitLines(give: (message: string) => void): Splitter {
  let rest: Buffer[] = [];
  let restBytes = 0;
  const end = () => {
    give(Buffer.concat(rest).toString());
    rest = [];
    restBytes = 0;
  };
  const keep = (piece: Buffer) => {
    rest.push(piece);
    restBytes += piece.length;
    if (restBytes >= LONGEST_BYTES) end();
  };
  const take = (chunk: Buffer) => {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      keep(chunk.subarray(from, at + 1));
      if (restBytes > 0) end();
      from = at + 1;
    }
    if (from < chunk.length) keep(chunk.subarray(from));
  };
  const flush = () => {
    if (restBytes === 0) return;
    rest.push(LINE_BREAK);
    end();
  };
  return { take, flush };
}

/**
 * Takes apart the frames in which runtimes send whole messages: type and length (4 bytes each),
 * microseconds since the epoch (8 bytes), then the text. A longer text than fits into a log event is given
 * in pieces as it comes, whatever length it claims. Whatever is no frame is read as lines.
 * Source: AWS's open-source runtime interface clients.
 */
export function splitFrames(give: (message: string) => void): Splitter {
  const lines = splitLines(give);
  let parts: Buffer[] = [];
  let size = 0;
  /** Keeps the beginning of a character for the piece that has its end. */
  const decoder = new StringDecoder('utf8');
  /** Of the text of the frame that is being read. */
  let textLeft: number | undefined;
  const wanted = () =>
    textLeft === undefined ? FRAME_HEADER_BYTES : Math.min(textLeft, LONGEST_BYTES);
  const take = (chunk: Buffer) => {
    parts.push(chunk);
    size += chunk.length;
    if (size < wanted()) return;
    let rest = parts.length === 1 ? chunk : Buffer.concat(parts);
    for (let bytes = wanted(); rest.length >= bytes && rest.length > 0; bytes = wanted()) {
      if (textLeft === undefined) {
        if (rest.readUInt16BE(0) !== FRAME_MARK) {
          lines.take(rest);
          rest = rest.subarray(rest.length);
          break;
        }
        textLeft = rest.readUInt32BE(4);
        if (textLeft === 0) give('');
      } else {
        textLeft -= bytes;
        const text = decoder.write(rest.subarray(0, bytes));
        give(textLeft === 0 ? text + decoder.end() : text);
      }
      rest = rest.subarray(bytes);
      if (textLeft === 0) textLeft = undefined;
    }
    parts = rest.length === 0 ? [] : [rest];
    size = rest.length;
  };
  return { take, flush: lines.flush };
}

/** How long to wait for the end of what a process that never falls silent has written. */
const MOST_TURNS = 1000;

const turnOfTheLoop = () => new Promise<void>((resolve) => setImmediate(resolve));

export interface OutputListener {
  readonly give: (message: string) => void;
  /** What to wait for before more is read, if anything: a writer must not outrun the log. */
  readonly congestion: () => Promise<void> | undefined;
}

/** Everything that a process writes, as messages. */
export class Output {
  readonly #splitters: Splitter[] = [];
  readonly #listener: OutputListener;
  readonly #paused = new Set<Promise<void>>();
  #chunks = 0;

  /** @param lines streams of lines; `frames` is the one of framed messages */
  constructor(
    lines: readonly (Readable | null | undefined)[],
    frames: Readable | null | undefined,
    listener: OutputListener,
  ) {
    this.#listener = listener;
    for (const stream of lines) this.#listen(stream, splitLines(listener.give));
    this.#listen(frames, splitFrames(listener.give));
  }

  /**
   * Resolves when everything that was written before this call has been given on: a whole turn of
   * the event loop found nothing more to read.
   */
  async drain(): Promise<void> {
    let seen = -1;
    for (let turn = 0; turn < MOST_TURNS && seen !== this.#chunks; turn++) {
      seen = this.#chunks;
      await Promise.all(this.#paused);
      await turnOfTheLoop();
      await turnOfTheLoop();
    }
    for (const splitter of this.#splitters) splitter.flush();
  }

  #listen(stream: Readable | null | undefined, splitter: Splitter): void {
    this.#splitters.push(splitter);
    stream?.on('error', () => {});
    stream?.on('data', (chunk: Buffer) => {
      this.#chunks += 1;
      splitter.take(chunk);
      const congestion = this.#listener.congestion();
      if (congestion) this.#pause(stream, congestion);
    });
  }

  #pause(stream: Readable, congestion: Promise<void>): void {
    stream.pause();
    const over = congestion.then(() => {
      this.#paused.delete(over);
      stream.resume();
    });
    this.#paused.add(over);
  }
}
