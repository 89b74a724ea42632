// The runtime's end of the channel to its sandbox: frames over a socket that this process inherited.
// A frame is the lengths of its head and its body (4 bytes each), the head as JSON, and the body.
// It holds on to the functions it needs, so that a handler that patches `process` does not change
// how it works.
import { Socket } from 'node:net';
import { errorDocument } from './node-errors.mjs';

const PREFIX_BYTES = 8;

const memoryUsedBytes = process.memoryUsage.rss;
const stringify = JSON.stringify;
const parse = JSON.parse;

/** Takes the descriptor's number out of the environment, where the handler would see it. */
export function openChannel() {
  const descriptor = Number(process.env._SLUICEBOX_CHANNEL_FD);
  delete process.env._SLUICEBOX_CHANNEL_FD;
  return new Channel(new Socket({ fd: descriptor }));
}

class Channel {
  #socket;
  #parts = [];
  #size = 0;
  #wanted = PREFIX_BYTES;
  /** Gets the next frame that arrives. */
  #take = () => {};
  /** What was said before and is not answered yet. */
  #answered = Promise.resolve();

  constructor(socket) {
    this.#socket = socket;
    // A lost connection means that the sandbox's owner is gone: nobody would stop this process.
    const leave = () => process.exit(1);
    socket.on('error', leave).on('end', leave);
    socket.on('data', (chunk) => this.#read(chunk));
    // While a handler runs, the channel must not keep the event loop from running empty.
    socket.unref();
  }

  /** Waits for the next invocation: its headers and its payload's bytes. */
  async next() {
    const memoryUsedMb = Math.ceil(memoryUsedBytes() / 2 ** 20);
    const { head, body } = await this.#ask({ type: 'next', memoryUsedMb });
    return { headers: head.headers, body };
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
          this.#socket.ref();
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
    this.#socket.write(frame);
  }

  #read(chunk) {
    this.#parts.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#wanted) return;
    const bytes = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts);
    const bodyAt = PREFIX_BYTES + bytes.readUInt32BE(0);
    this.#wanted = bodyAt + bytes.readUInt32BE(4);
    this.#parts = [bytes];
    if (this.#size < this.#wanted) return;
    // Nothing comes behind a frame: the sandbox only answers.
    this.#parts = [];
    this.#size = 0;
    this.#wanted = PREFIX_BYTES;
    this.#socket.unref();
    const head = parse(bytes.toString('utf8', PREFIX_BYTES, bodyAt));
    this.#take({ head, body: bytes.subarray(bodyAt) });
  }
}
