// The smallest client of HTTP/1.1: one connection, one request at a time, whole requests as bytes.
// It costs a fraction of what `node:http` does, so that the servers are measured, not the client.
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
/** A server that is silent for so long is taken to be stuck. */
const SILENCE_MS = 15_000;
const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** What came back; `body()` puts it together when somebody asks. */
class Answer {
  constructor(status, { chunks, bodyStart, bytes, isChunked }) {
    this.status = status;
    /** Length of the body, in bytes of the wire. */
    this.bodyBytes = bytes - bodyStart;
    this.body = () => {
      const body = Buffer.concat(chunks).subarray(bodyStart);
      return isChunked ? withoutChunkSizes(body) : body;
    };
  }
}

/** A connection to a server on this machine that is kept open. */
export class HttpConnection {
  #port;
  #socket;
  #settle;
  #chunks = [];
  #bytes = 0;
  #head;

  constructor(port) {
    this.#port = port;
    this.#open();
  }

  #open() {
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true });
    socket.on('data', (chunk) => this.#take(chunk));
    const fail = (error) => socket === this.#socket && this.#fail(error);
    socket.on('error', fail);
    socket.setTimeout(SILENCE_MS, () =>
      socket.destroy(new Error(`No answer within ${SILENCE_MS} ms.`)),
    );
    socket.on('close', () => fail(new Error('The server closed the connection.')));
    this.#socket = socket;
  }

  /** Sends a whole request (head and body), and resolves with its Answer once that is complete. */
  send(request) {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) throw new Error('The connection is closed.');
      this.#settle = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close() {
    this.#socket.destroy();
  }

  #take(chunk) {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    this.#head ??= this.#readHead();
    if (!this.#head || !this.#isComplete(chunk)) return;
    const answer = new Answer(this.#head.status, {
      ...this.#head,
      chunks: this.#chunks,
      bytes: this.#bytes,
    });
    // A server that closes after each answer (moto does) gets a new connection each time.
    if (this.#head.closes) this.#reopen();
    this.#chunks = [];
    this.#bytes = 0;
    this.#head = undefined;
    const { resolve } = this.#settle;
    this.#settle = undefined;
    resolve(answer);
  }

  #reopen() {
    this.#socket.destroy();
    this.#open();
  }

  #readHead() {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    const [start] = this.#chunks;
    const end = start.indexOf(HEAD_END);
    if (end === -1) return undefined;
    const text = start.latin1Slice(0, end);
    const status = Number(text.slice(9, 12));
    const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
    const isChunked = /\r\ntransfer-encoding: *chunked/i.test(text);
    const bodyStart = end + HEAD_END.length;
    const closes = /\r\nconnection: *close/i.test(text);
    return { status, bodyStart, isChunked, closes, total: bodyStart + Number(length ?? 0) };
  }

  #isComplete(chunk) {
    const { isChunked, total } = this.#head;
    if (!isChunked) return this.#bytes >= total;
    const tail =
      chunk.length >= LAST_CHUNK.length
        ? chunk
        : Buffer.concat(this.#chunks.slice(-LAST_CHUNK.length));
    return tail.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK);
  }

  #fail(error) {
    this.#settle?.reject(error);
    this.#settle = undefined;
  }
}

function withoutChunkSizes(body) {
  const parts = [];
  for (let at = 0; at < body.length; ) {
    const lineEnd = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.latin1Slice(at, lineEnd), 16);
    if (!size) break;
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
  return Buffer.concat(parts);
}
