import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';

/** What is known of a request before its body has arrived. */
export interface Head {
  readonly method: string;
  /** As it was sent: percent signs still encode. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The `Host` header, or HTTP/2's `:authority`, or ''. */
  readonly host: string;
  /** The address of this machine at which the connection arrived. */
  readonly localAddress: string;
  /** How the connection is spoken of in URLs. */
  readonly scheme: 'http' | 'https';
}

const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/is;

const NO_QUERY = new URLSearchParams();

/** Reads the head of a request, whichever version of HTTP it came by. */
export function readHead(request: IncomingMessage): Head {
  const { url = '/' } = request;
  // Through a proxy the whole URL is asked for, whose authority goes before that of the header (RFC 9112, 3.2.2).
  const [, named, rest] = url.startsWith('/') ? [] : (ABSOLUTE.exec(url) ?? []);
  const target = rest === undefined ? url : rest.replace(/^(?!\/)/, '/');
  const queryAt = target.indexOf('?');
  const authority = named ?? request.headers[':authority'];
  return {
    method: request.method ?? 'GET',
    path: queryAt < 0 ? target : target.slice(0, queryAt),
    query: queryAt < 0 ? NO_QUERY : new URLSearchParams(target.slice(queryAt + 1)),
    headers: request.headers,
    host: typeof authority === 'string' ? authority : (request.headers.host ?? ''),
    localAddress: request.socket?.localAddress?.replace(/^::ffff:/, '') ?? '',
    scheme: (request.socket as TLSSocket)?.encrypted ? 'https' : 'http',
  };
}

/** The media type of a request without its parameters, in lower case, or ''. */
export function mediaTypeOf({ headers }: Head): string {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
