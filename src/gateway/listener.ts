import { createServer as createHttp1, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  constants,
  createServer as createHttp2,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import type { GatewayLimits } from './limits.ts';

/** What every HTTP/2 connection begins with (RFC 9113, section 3.4). */
const HTTP2_PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

/** The port at which the same is spoken with encryption. */
export interface TlsPort {
  /** 0: any that is free. */
  readonly port: number;
  /** The private key and the certificate, as PEM texts. */
  readonly key: string;
  readonly cert: string;
}

/** Takes requests of both versions; HTTP/2's through Node's layer that imitates HTTP/1.1. */
export type OnRequest = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * One port that speaks HTTP/1.1 and HTTP/2 without encryption: the JavaScript SDK calls Kinesis by
 * HTTP/2 without asking first, everything else comes by HTTP/1.1. The first bytes tell which.
 */
export class Listener {
  readonly #limits: GatewayLimits;
  readonly #tcp;
  #tls: ReturnType<typeof createTls> | undefined;
  readonly #http1;
  readonly #http2;
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Set<ServerHttp2Session>();

  constructor(limits: GatewayLimits, onRequest: OnRequest) {
    this.#limits = limits;
    this.#tcp = createTcp({ allowHalfOpen: true, noDelay: true }, (socket) => this.#meet(socket));
    this.#tcp.maxConnections = limits.maxConnections;
    const onRequestOfHttp1: OnRequest = (request, response) => {
      endUnread(response, limits.idleTimeoutMs);
      onRequest(request, response);
    };
    this.#http1 = createHttp1(
      {
        maxHeaderSize: limits.maxHeaderBytes,
        headersTimeout: limits.headersTimeoutMs,
        requestTimeout: limits.requestTimeoutMs,
        keepAliveTimeout: limits.idleTimeoutMs,
        connectionsCheckingInterval: Math.min(5_000, limits.headersTimeoutMs),
      },
      onRequestOfHttp1,
    );
    this.#http2 = createHttp2({
      settings: { initialWindowSize: 1024 * 1024, maxHeaderListSize: limits.maxHeaderBytes },
    });
    // The layer's request and response have the members of HTTP/1.1's that are used here.
    const onAnyRequest = onRequest as (request: unknown, response: unknown) => void;
    this.#http1.on('checkContinue', onRequestOfHttp1);
    this.#http2.on('request', onAnyRequest).on('checkContinue', onAnyRequest);
    this.#http2.on('session', (session) => this.#watch(session)).on('sessionError', () => {});
  }

  /** Begins to listen. Rejects when the address is taken or not this machine's. */
  async listen(address: { readonly host: string; readonly port: number }): Promise<AddressInfo> {
    const found = await listening(this.#tcp, address);
    // Node starts looking for slow clients when the server itself listens, which it never does.
    this.#http1.emit('listening');
    return found;
  }

  /** Begins to listen with encryption too: what is inside is the same, and so are its bounds. */
  async listenTls(host: string, { port, key, cert }: TlsPort): Promise<AddressInfo> {
    const { maxConnections, headersTimeoutMs } = this.#limits;
    const options = { key, cert, ALPNProtocols: ['h2', 'http/1.1'] };
    // Not half open, as Node's own servers are with TLS: a client of HTTP/2 that ends its side waits
    // for ours, and its process with it.
    const timing = { handshakeTimeout: headersTimeoutMs, noDelay: true };
    const server = createTls({ ...options, ...timing }, (socket) => this.#meet(socket));
    // A handshake that fails harms its client alone; nobody has that connection yet.
    server.on('tlsClientError', (_error, socket) => socket.destroy());
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.maxConnections = maxConnections;
    this.#tls = server;
    return listening(server, { host, port });
  }

  /** Takes no new connections, and asks clients to send nothing more on those that are open. */
  stop(): void {
    this.#tcp.close();
    this.#tls?.close();
    this.#http1.closeIdleConnections();
    for (const session of this.#sessions) session.close();
  }

  /** Ends all connections; what was written still leaves unless `now`. Resolves when all ended. */
  async end(how: 'flushed' | 'now'): Promise<void> {
    this.#http1.close();
    this.#http2.close();
    for (const session of this.#sessions) session.destroy();
    const ended = [...this.#sockets].map(
      (socket) => new Promise((resolve) => socket.once('close', resolve)),
    );
    for (const socket of this.#sockets)
      if (how === 'now') socket.destroy();
      else socket.destroySoon();
    await Promise.all(ended);
  }

  /** Looks at the first bytes of a connection, and gives it to the server that speaks so. */
  #meet(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    // Whatever happens to a connection that no server has yet happens to its client alone.
    socket.on('error', () => socket.destroy());
    const destroy = () => socket.destroy();
    socket.setTimeout(this.#limits.headersTimeoutMs, destroy);
    socket.once('end', destroy);
    let seen: Buffer = Buffer.alloc(0);
    const look = (chunk: Buffer) => {
      seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
      const length = Math.min(seen.length, HTTP2_PREFACE.length);
      const isPreface = HTTP2_PREFACE.compare(seen, 0, length, 0, length) === 0;
      if (isPreface && length < HTTP2_PREFACE.length) return;
      socket.removeListener('data', look).removeListener('end', destroy).pause();
      socket.setTimeout(0).removeListener('timeout', destroy);
      socket.unshift(seen);
      const server = isPreface ? this.#http2 : this.#http1;
      server.emit('connection', socket);
      // HTTP/2 takes what was put back itself; were it to flow, it would be lost.
      if (!isPreface) socket.resume();
    };
    socket.on('data', look);
  }

  /**
   * Closes an HTTP/2 connection on which nothing went on for a while and nothing is under way, and
   * ends answers that nobody reads.
   */
  #watch(session: ServerHttp2Session): void {
    const underWay = new Set<ServerHttp2Stream>();
    this.#sessions.add(session);
    session.on('close', () => this.#sessions.delete(session));
    session.on('error', () => session.destroy());
    session.on('stream', (stream) => {
      underWay.add(stream);
      stream.once('close', () => underWay.delete(stream));
    });
    session.setTimeout(this.#limits.idleTimeoutMs, () => {
      if (underWay.size === 0) session.close();
      for (const stream of underWay)
        if (stream.writableLength > 0) stream.close(constants.NGHTTP2_CANCEL);
    });
  }
}

function listening(
  server: Server,
  address: { readonly host: string; readonly port: number },
): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => {
      server.removeListener('error', reject);
      resolve(server.address() as AddressInfo);
    });
  });
}

/** Has Node.js hang up on a client that takes nothing of its answer for so long. */
function endUnread(response: ServerResponse, idleTimeoutMs: number): void {
  // Everything was given to the socket by then; when all of it has left, Node.js sets the time anew.
  response.once('prefinish', () => {
    const { socket } = response;
    if (socket && socket.writableLength > 0) socket.setTimeout(idleTimeoutMs);
  });
}
