// The smallest client of HTTP/1.1: one connection, one request at a time, whole requests as bytes.
// It costs a fraction of what `node:http` does, so that the servers are measured, not the client.
import { connect } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
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
  #socket;
  #settle;
  #chunks = [];
  #bytes = 0;
  #head;

  constructor(port) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (chunk) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('The server closed the connection.')));
  }

  /** Sends a whole request (head and body), and resolves with its Answer once that is complete. */
  send(request) {
    return new Promise((resolve, reject) => {
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
    this.#chunks = [];
    this.#bytes = 0;
    this.#head = undefined;
    const { resolve } = this.#settle;
    this.#settle = undefined;
    resolve(answer);
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
    return { status, bodyStart, isChunked, total: bodyStart + Number(length ?? 0) };
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
