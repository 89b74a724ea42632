import { createHash, createHmac } from 'node:crypto';

/** What a signature of version 4 is made of. */
export interface SignedParts {
  readonly method: string;
  /** As it was sent: percent signs still encode. */
  readonly path: string;
  /** Without the signature itself. */
  readonly query: Iterable<readonly [name: string, value: string]>;
  /** Values of the signed headers in the order in which they are signed; names in lower case. */
  readonly headers: readonly (readonly [name: string, values: readonly string[]])[];
  /** What stands for the body: its hash in hexadecimal, or a word such as `UNSIGNED-PAYLOAD`. */
  readonly payload: string;
}

/** For what a signature is good: `20150830/us-east-1/kinesis/aws4_request`, and the moment. */
export interface SignatureScope {
  /** `20150830`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** `20150830T123600Z`. */
  readonly time: string;
}

export const sha256Hex = (data: string | Uint8Array) =>
  createHash('sha256').update(data).digest('hex');

/**
 * The signature of a request, in hexadecimal. Source: AWS's guide "Signature Version 4", where S3 is
 * the service that neither normalizes a path nor encodes it a second time.
 */
export function signatureOf(parts: SignedParts, scope: SignatureScope, secret: string): string {
  const text = stringToSign(sha256Hex(canonicalRequest(parts, scope.service)), scope);
  return createHmac('sha256', signingKey(scope, secret)).update(text).digest('hex');
}

/**
 * The signatures of the pieces of a body, each of which begins where the one before ended: the first
 * with that of the request. Source: Amazon S3 API reference, "Signature calculations: transferring
 * payload in multiple chunks".
 */
export function chunkSignatures(
  pieces: readonly Uint8Array[],
  { seed, scope, secret }: { seed: string; scope: SignatureScope; secret: string },
): string[] {
  const key = signingKey(scope, secret);
  let before = seed;
  return pieces.map((piece) => {
    const hashes = `${before}\n${sha256Hex('')}\n${sha256Hex(piece)}`;
    const text = stringToSign(hashes, scope, 'AWS4-HMAC-SHA256-PAYLOAD');
    before = createHmac('sha256', key).update(text).digest('hex');
    return before;
  });
}

/**
 * The signature of what follows the last piece, which begins where that of the piece ended. Source: the
 * same reference, "Including trailing headers", where each of them is a line, in the order of names.
 */
export function trailerSignature(
  trailers: readonly (readonly [name: string, value: string])[],
  { before, scope, secret }: { before: string; scope: SignatureScope; secret: string },
): string {
  const lines = trailers.map(([name, value]) => `${name}:${trimmed(value)}\n`).sort();
  const hashes = `${before}\n${sha256Hex(lines.join(''))}`;
  const text = stringToSign(hashes, scope, 'AWS4-HMAC-SHA256-TRAILER');
  return createHmac('sha256', signingKey(scope, secret)).update(text).digest('hex');
}

/** The text that is signed for a whole request, or for a part of one. */
function stringToSign(
  hash: string,
  { date, region, service, time }: SignatureScope,
  algorithm = 'AWS4-HMAC-SHA256',
): string {
  return `${algorithm}\n${time}\n${date}/${region}/${service}/aws4_request\n${hash}`;
}

/** The key of a day, a region and a service. */
function signingKey({ date, region, service }: SignatureScope, secret: string): Buffer {
  const hmac = (key: string | Buffer, text: string) =>
    createHmac('sha256', key).update(text).digest();
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
}

function canonicalRequest(
  { method, path, query, headers, payload }: SignedParts,
  service: string,
): string {
  const lines = headers.map(([name, values]) => `${name}:${values.map(trimmed).join(',')}\n`);
  return [
    method,
    service === 's3' ? encodedOnce(path) : encodedTwice(path),
    canonicalQuery(query),
    lines.join(''),
    headers.map(([name]) => name).join(';'),
    payload,
  ].join('\n');
}

const trimmed = (value: string) => value.trim().replace(/\s+/g, ' ');

/** Everything but the letters, digits and four signs that need no encoding. */
const encoded = (text: string) =>
  encodeURIComponent(Buffer.from(text).toString()).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function canonicalQuery(query: SignedParts['query']): string {
  const pairs = [...query].map(([name, value]) => [encoded(name), encoded(value)] as const);
  const before = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  pairs.sort(([a, x], [b, y]) => before(a, b) || before(x, y));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

/** Whatever a client encoded, or left as it was, is encoded in one way. */
function encodedOnce(path: string): string {
  const decoded = (segment: string) => {
    try {
      return decodeURIComponent(segment);
    } catch {
      return segment;
    }
  };
  return path
    .split('/')
    .map((segment) => encoded(decoded(segment)))
    .join('/');
}

function encodedTwice(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(encoded(segment));
  }
  const end = kept.length > 0 && path.endsWith('/') ? '/' : '';
  return `/${kept.join('/')}${end}`;
}
