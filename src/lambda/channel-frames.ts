/** The lengths of head and body, 4 bytes each, before every frame. */
const PREFIX_BYTES = 8;

/** A head never comes near this; one that is longer is no head. */
const LONGEST_HEAD_BYTES = 2 ** 20;

const EMPTY = new Uint8Array();

/** What one side of a channel says: a few words in JSON, and bytes that are handed on as they are. */
export interface Frame {
  readonly head: Readonly<Record<string, unknown>>;
  /** Undefined when it was longer than the reader takes. */
  readonly body: Uint8Array | undefined;
}

/** A frame as it is written, in two pieces so that the body is not copied. */
export function encodeFrame(head: object, body: Uint8Array = EMPTY): [Buffer, Uint8Array] {
  const text = JSON.stringify(head);
  const headBytes = Buffer.byteLength(text);
  const start = Buffer.allocUnsafe(PREFIX_BYTES + headBytes);
  start.writeUInt32BE(headBytes, 0);
  start.writeUInt32BE(body.byteLength, 4);
  start.write(text, PREFIX_BYTES);
  return [start, body];
}

export interface FrameReaderOptions {
  /** Longer bodies are let through unread. */
  readonly longestBodyBytes: number;
  readonly give: (frame: Frame) => void;
}

/** Puts frames together from the pieces in which they arrive. */
export class FrameReader {
  readonly #options: FrameReaderOptions;
  #parts: Buffer[] = [];
  #size = 0;
  /** How much must be there before it is worth looking at. */
  #wanted = PREFIX_BYTES;
  #dropped: { readonly head: Frame['head']; bytesLeft: number } | undefined;

  constructor(options: FrameReaderOptions) {
    this.#options = options;
  }

  /** Throws when what arrives is no frame. */
  take(chunk: Buffer): void {
    const rest = this.#drop(chunk);
    this.#parts.push(rest);
    this.#size += rest.length;
    while (this.#size >= this.#wanted) this.#next();
  }

  /** Takes the frame that is there, or finds out how much is wanted of it. */
  #next(): void {
    const bytes = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    this.#keep(bytes);
    const headBytes = bytes.readUInt32BE(0);
    const bodyBytes = bytes.readUInt32BE(4);
    if (headBytes > LONGEST_HEAD_BYTES) throw new Error('What arrived is no frame.');
    const bodyAt = PREFIX_BYTES + headBytes;
    const isTooLong = bodyBytes > this.#options.longestBodyBytes;
    this.#wanted = isTooLong ? bodyAt : bodyAt + bodyBytes;
    if (bytes.length < this.#wanted) return;
    const head = JSON.parse(bytes.toString('utf8', PREFIX_BYTES, bodyAt)) as Frame['head'];
    const rest = bytes.subarray(this.#wanted);
    this.#wanted = PREFIX_BYTES;
    if (isTooLong) {
      this.#dropped = { head, bytesLeft: bodyBytes };
      this.#keep(this.#drop(rest));
    } else {
      this.#keep(rest);
      this.#options.give({ head, body: bytes.subarray(bodyAt, bodyAt + bodyBytes) });
    }
  }

  #keep(bytes: Buffer): void {
    this.#parts = [bytes];
    this.#size = bytes.length;
  }

  /** Lets go of what belongs to a body that is too long; returns what comes after it. */
  #drop(bytes: Buffer): Buffer {
    const dropped = this.#dropped;
    if (!dropped) return bytes;
    const count = Math.min(dropped.bytesLeft, bytes.length);
    dropped.bytesLeft -= count;
    if (dropped.bytesLeft === 0) {
      this.#dropped = undefined;
      this.#options.give({ head: dropped.head, body: undefined });
    }
    return bytes.subarray(count);
  }
}
