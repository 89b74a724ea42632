import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request by HTTP/1.1 with exactly these headers, and a connection of its own. */
export function send(
  port: number,
  options: {
    readonly method?: string;
    readonly path?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string | Uint8Array;
  },
): Promise<RawAnswer> {
  const { method = 'POST', path = '/', headers = {}, body } = options;
  return new Promise((resolve, reject) => {
    const request = httpRequest({ port, host: '127.0.0.1', method, path, headers, agent: false });
    request.on('error', reject).on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('error', reject).on('data', (chunk) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.end(body);
  });
}

/** The headers and body of a call of an AWS JSON operation. */
export const jsonCall = (target: string, input: unknown, version = '1.1') => ({
  headers: {
    'content-type': `application/x-amz-json-${version}`,
    'x-amz-target': target,
  },
  body: typeof input === 'string' ? input : JSON.stringify(input),
});

/** A good call, to see whether the endpoint still answers. */
export const goodCall = jsonCall('Kinesis_20131202.PutRecords', {
  StreamName: 's',
  Records: [{ Data: 'YQ==', PartitionKey: 'a' }],
});

/** A connection that sends exactly what it is given. */
export async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** All that the other side sends until it closes. */
export async function readToEnd(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  if (!socket.closed) await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}
