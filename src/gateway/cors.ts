import type { Head } from './head.ts';

/** What pages may read of an answer besides its body. */
const EXPOSED = [
  ...['etag', 'content-length', 'content-range', 'last-modified', 'retry-after'],
  ...[
    'x-amzn-requestid',
    'x-amzn-errortype',
    'x-amzn-query-error',
    'x-amz-request-id',
    'x-amz-id-2',
  ],
  ...['x-amz-function-error', 'x-amz-log-result', 'x-amz-executed-version', 'x-amz-version-id'],
].join(', ');

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';
/** How long a browser remembers what it was allowed. */
const MAX_AGE_SECONDS = 600;

/** The web pages that may ask this endpoint, by their origins. */
export class Cors {
  readonly #origins: ReadonlySet<string>;

  constructor(origins: readonly string[]) {
    this.#origins = new Set(origins);
  }

  /** Whether a request comes from a page that may ask. */
  allows({ headers: { origin } }: Head): boolean {
    return origin !== undefined && this.#origins.has(origin.toLowerCase());
  }

  /** Whether a browser asks what such a page may send. */
  isPreflight(head: Head): boolean {
    return (
      head.method === 'OPTIONS' &&
      head.headers['access-control-request-method'] !== undefined &&
      this.allows(head)
    );
  }

  /** What the answer to a page that may ask says for the browser; undefined for everybody else. */
  headersFor(head: Head): Record<string, string> | undefined {
    if (!this.allows(head)) return undefined;
    return {
      'access-control-allow-origin': head.headers.origin ?? '',
      'access-control-expose-headers': EXPOSED,
      vary: 'origin',
    };
  }

  /** What the answer to a preflight says besides. */
  preflightHeaders({ headers }: Head): Record<string, string> {
    const asked = headers['access-control-request-headers'];
    return {
      'access-control-allow-methods': METHODS,
      'access-control-max-age': String(MAX_AGE_SECONDS),
      // The guard has looked at the page: it may send what it likes.
      ...(asked && { 'access-control-allow-headers': asked }),
      ...(headers['access-control-request-private-network'] && {
        'access-control-allow-private-network': 'true',
      }),
    };
  }
}
