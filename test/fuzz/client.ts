import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { connect, type Socket } from 'node:net';
import type { FuzzRequest } from './requests.ts';

export interface FuzzAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** One connection to an endpoint. */
export interface FuzzClient {
  /** Rejects when the connection breaks before the answer is whole. */
  send(request: FuzzRequest): Promise<FuzzAnswer>;
  close(): void;
}

/**
 * HTTP/1.1, read by hand: a client that does more takes longer than the endpoint. Answers here say
 * how long they are.
 */
export function http1Client(port: number): FuzzClient {
  let socket: Socket | undefined;
  let waiting:
    | { resolve: (answer: FuzzAnswer) => void; reject: (error: Error) => void }
    | undefined;
  let isHead = false;
  let received: Buffer = Buffer.alloc(0);
  const take = (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const found = readAnswer(received, isHead);
    if (!found) return;
    received = received.subarray(found.length);
    const answered = waiting;
    waiting = undefined;
    if (found.isLast) socket?.destroy();
    answered?.resolve(found.answer);
  };
  const open = () => {
    if (socket && !socket.destroyed && socket.readable && socket.writable) return socket;
    received = Buffer.alloc(0);
    const opened = connect({ port, host: '127.0.0.1', noDelay: true });
    opened.on('error', () => {}).on('data', take);
    opened.on('close', () => {
      if (socket === opened) waiting?.reject(new Error('the connection was closed'));
    });
    socket = opened;
    return opened;
  };
  return {
    send: (request) =>
      new Promise((resolve, reject) => {
        isHead = request.method === 'HEAD';
        waiting = { resolve, reject };
        open().write(bytesOf(request));
      }),
    close: () => socket?.destroy(),
  };
}

/** An answer that goes on for minutes: its beginning is enough. */
const isStream = (contentType: string) => contentType.includes('eventstream');

function readAnswer(bytes: Buffer, isHead: boolean) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const contentType = /\ncontent-type: ([^\r]*)/i.exec(head)?.[1] ?? '';
  // Node.js itself answers a head that it cannot read, and hangs up.
  const isLast = /\nconnection: close/i.test(head);
  const isOfNode = isLast && !/\nx-amzn-requestid:/i.test(head);
  const isEmpty = isHead || status === 204 || status === 304 || isOfNode || isStream(contentType);
  const size = isEmpty ? 0 : Number(/\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
  if (Number.isNaN(size)) throw new Error(`An answer of no length: ${head}`);
  const length = end + 4 + size;
  if (bytes.length < length) return undefined;
  const body = bytes.subarray(end + 4, length);
  return { answer: { status, contentType, body }, length, isLast: isLast || isStream(contentType) };
}

export function http2Client(port: number): FuzzClient {
  let session: ClientHttp2Session | undefined;
  const open = () => {
    if (session && !session.closed && !session.destroyed) return session;
    session = connectHttp2(`http://127.0.0.1:${port}`);
    session.on('error', () => {});
    return session;
  };
  return {
    async send({ method, path, headers, body }) {
      const head = { ...headers, ':method': method, ':path': path };
      const stream = open().request(head, { endStream: false });
      const chunks: Buffer[] = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.end(body);
      try {
        const ended = once(stream, 'end');
        ended.catch(() => {}); // said below
        const [answer] = await once(stream, 'response');
        if (isStream(answer['content-type'] ?? '')) stream.close();
        else await ended;
        return answerOf(answer[':status'], answer, chunks);
      } catch (error) {
        // A head that is too large has no other answer.
        if (!/ENHANCE_YOUR_CALM/.test(String(error))) throw error;
        return { status: 431, contentType: '', body: Buffer.alloc(0) };
      }
    },
    close: () => session?.destroy(),
  };
}

function answerOf(status: number, headers: IncomingHttpHeaders, chunks: Buffer[]): FuzzAnswer {
  return { status, contentType: headers['content-type'] ?? '', body: Buffer.concat(chunks) };
}

/** Sends bytes on a connection of their own, and hangs up. */
export async function sendRaw(port: number, bytes: Uint8Array): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(bytes, () => socket.destroy());
  await once(socket, 'close');
}

/** A request as the bytes of HTTP/1.1. */
export function bytesOf({ method, path, headers, body }: FuzzRequest): Buffer {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = `content-length: ${Buffer.byteLength(body)}\r\n`;
  const head = `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${length}${lines.join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(body)]);
}
