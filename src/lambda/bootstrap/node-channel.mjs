// The runtime's end of the channel to its sandbox: frames over a socket that this process inherited.
// A frame is the lengths of its head and its body (4 bytes each), the head as JSON, and the body.
// It holds on to the functions it needs, so that a handler that patches `net` or `process` does not
// change how it works.
import { isAscii } from 'node:buffer';
import { Socket } from 'node:net';
import { errorDocument } from './node-errors.mjs';

const PREFIX_BYTES = 8;
/** What most frames fit into; a longer one gets a buffer of its own. */
const USUAL_BYTES = 65_536;

/** Asking the system took a twelfth of a small invocation's time, so that it is not asked for each. */
const LEAST_MS_BETWEEN_LOOKS = 10;

const memoryUsedBytes = process.memoryUsage.rss;
const now = performance.now.bind(performance);
const { parse, stringify } = JSON;
const { ref, unref, write } = Socket.prototype;

/** Takes the descriptor's number out of the environment, where the handler would see it. */
export function openChannel() {
  const descriptor = Number(process.env._SLUICEBOX_CHANNEL_FD);
  delete process.env._SLUICEBOX_CHANNEL_FD;
  return new Channel(descriptor);
}

/** Text that is ASCII alone, as a batch of Kinesis records mostly is, is there sooner this way. */
const textOf = (bytes) => (isAscii(bytes) ? bytes.latin1Slice() : bytes.utf8Slice());

class Channel {
  #socket;
  #usual = Buffer.allocUnsafeSlow(USUAL_BYTES);
  /** What arrives is read into this, behind the bytes that are there. */
  #buffer = this.#usual;
  #count = 0;
  #wanted = PREFIX_BYTES;
  /** Gets the next frame that arrives. */
  #take = () => {};
  /** What was said before and is not answered yet. */
  #answered = Promise.resolve();
  #memoryLookedAtMs = -LEAST_MS_BETWEEN_LOOKS;

  constructor(descriptor) {
    this.#socket = new Socket({
      fd: descriptor,
      onread: {
        buffer: () => this.#buffer.subarray(this.#count),
        callback: (count) => this.#read(count),
      },
    });
    // A lost connection means that the sandbox's owner is gone: nobody would stop this process.
    const leave = () => process.exit(1);
    this.#socket.on('error', leave).on('end', leave);
    // While a handler runs, the channel must not keep the event loop from running empty.
    unref.call(this.#socket);
  }

  /** Waits for the next invocation: its headers and its payload's text. */
  async next() {
    const { head, body } = await this.#ask({ type: 'next', memoryUsedMb: this.#memoryUsedMb() });
    return { headers: head.headers, body };
  }

  /** Undefined when it was looked at less than 10 ms ago. */
  #memoryUsedMb() {
    const nowMs = now();
    if (nowMs - this.#memoryLookedAtMs < LEAST_MS_BETWEEN_LOOKS) return undefined;
    this.#memoryLookedAtMs = nowMs;
    return Math.ceil(memoryUsedBytes() / 2 ** 20);
  }

  respond(requestId, body) {
    this.#say({ type: 'response', requestId }, body);
  }

  /** Resolves when the sandbox knows of it. */
  fail(requestId, error) {
    const document = errorDocument(error);
    const { errorType } = document;
    return this.#ask({ type: 'error', requestId, errorType }, stringify(document));
  }

  /** Resolves when the sandbox knows of it. */
  failInit(error) {
    const document = errorDocument(error);
    return this.#ask({ type: 'init-error', errorType: document.errorType }, stringify(document));
  }

  /** One thing after another: what goes wrong between invocations is told in the next one. */
  #ask(head, body) {
    const answer = this.#answered.then(
      () =>
        new Promise((resolve) => {
          this.#take = resolve;
          ref.call(this.#socket);
          this.#say(head, body);
        }),
    );
    this.#answered = answer;
    return answer;
  }

  #say(head, body = '') {
    const text = stringify(head);
    const headBytes = Buffer.byteLength(text);
    const bodyBytes = Buffer.byteLength(body);
    const frame = Buffer.allocUnsafe(PREFIX_BYTES + headBytes + bodyBytes);
    frame.writeUInt32BE(headBytes, 0);
    frame.writeUInt32BE(bodyBytes, 4);
    frame.write(text, PREFIX_BYTES);
    frame.write(body, PREFIX_BYTES + headBytes);
    write.call(this.#socket, frame);
  }

  /** Nothing comes behind a frame: the sandbox only answers. */
  #read(count) {
    this.#count += count;
    if (this.#count < this.#wanted) return true;
    const buffer = this.#buffer;
    const bodyAt = PREFIX_BYTES + buffer.readUInt32BE(0);
    this.#wanted = bodyAt + buffer.readUInt32BE(4);
    if (this.#wanted > buffer.length) {
      this.#buffer = Buffer.allocUnsafeSlow(this.#wanted);
      buffer.copy(this.#buffer, 0, 0, this.#count);
    }
    if (this.#count < this.#wanted) return true;
    const head = parse(buffer.utf8Slice(PREFIX_BYTES, bodyAt));
    const body = textOf(buffer.subarray(bodyAt, this.#wanted));
    this.#buffer = this.#usual;
    this.#count = 0;
    this.#wanted = PREFIX_BYTES;
    unref.call(this.#socket);
    this.#take({ head, body });
    return true;
  }
}
