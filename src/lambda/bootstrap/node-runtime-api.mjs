// The client of the Lambda Runtime API. It keeps one connection open, and holds on to the functions
// it needs, so that a handler that patches `http` or `process` does not change how it works.
import http from 'node:http';
import { errorDocument } from './node-errors.mjs';

const { request } = http;
const memoryUsedBytes = process.memoryUsage.rss;

export class RuntimeApi {
  #host;
  #port;
  #path;
  #agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

  /** @param {string} address `host:port`, and a path that tells this sandbox from others */
  constructor(address) {
    const url = new URL(`http://${address}`);
    this.#host = url.hostname;
    this.#port = url.port;
    this.#path = `${url.pathname === '/' ? '' : url.pathname}/2018-06-01/runtime`;
  }

  /** Waits for the next invocation: its headers and its payload's text. */
  next() {
    const memoryMb = Math.ceil(memoryUsedBytes() / 2 ** 20);
    const headers = { 'Sluicebox-Memory-Used-Mb': memoryMb };
    return this.#send('GET', '/invocation/next', { headers });
  }

  respond(requestId, body) {
    const headers = { 'Content-Type': 'application/json' };
    return this.#send('POST', `/invocation/${requestId}/response`, { headers, body });
  }

  fail(requestId, error) {
    return this.#sendError(`/invocation/${requestId}/error`, error);
  }

  failInit(error) {
    return this.#sendError('/init/error', error);
  }

  #sendError(path, error) {
    const document = errorDocument(error);
    const errorType = encodeURIComponent(document.errorType);
    const headers = {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Function-Error-Type': errorType,
    };
    return this.#send('POST', path, { headers, body: JSON.stringify(document) });
  }

  #send(method, path, { headers, body }) {
    return new Promise((resolve, reject) => {
      const bytes = body === undefined ? undefined : Buffer.from(body);
      const sent = request({
        method,
        host: this.#host,
        port: this.#port,
        path: this.#path + path,
        agent: this.#agent,
        headers: bytes ? { ...headers, 'Content-Length': bytes.length } : headers,
      });
      sent.on('error', reject);
      sent.on('response', (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }),
        );
      });
      sent.end(bytes);
    });
  }
}
