import { timingSafeEqual } from 'node:crypto';
import type { Protocol } from '../api/operation.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { Clock } from '../clock/clock.ts';
import { chunksOf, trailersOf } from '../wire/aws-chunked.ts';
import {
  chunkSignatures,
  sha256Hex,
  signatureOf,
  trailerSignature,
} from '../wire/canonical-request.ts';
import { amzTime, epochMsOf, readSignature, type Signature } from '../wire/read-signature.ts';
import { authError, notScoped } from './auth-error.ts';
import type { Head } from './head.ts';

/** A secret that a signature may be made with, and the session token that goes with it, if any. */
export interface Secret {
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** It was for a while, which is over. */
  readonly isExpired?: boolean | undefined;
}

/** Who may sign requests. */
export interface Keys {
  /** The secrets of an access key; none for one that is not known. */
  secretsOf(accessKeyId: string): readonly Secret[];
}

/** A request whose signature is looked at. */
export interface SignedRequest {
  readonly head: Head;
  /** Names and values in turn, as they were sent. */
  readonly rawHeaders: readonly string[];
  /** As it was sent, before any coding was undone. */
  readonly body: Uint8Array;
  /** In whose words errors are told. */
  readonly protocol: Protocol;
  /** The service that is called, where that is known by now. */
  readonly service?: string | undefined;
}

const MOST_SKEW_MS = 15 * 60 * 1000;
const SIGNED_PIECES = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const SIGNED_TRAILERS = `${SIGNED_PIECES}-TRAILER`;
/** Of the words that stand for a body, those that are known here; any other is the hash of none. */
const NO_HASH = new Set([
  'UNSIGNED-PAYLOAD',
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  SIGNED_PIECES,
  SIGNED_TRAILERS,
]);

/**
 * Verifies that requests were signed with a known key, lately. Clients sign with the time of their
 * machine; so the clock is the machine's, not that of a world whose time is moved.
 */
export class Authority {
  readonly #keys: Keys;
  readonly #clock: Clock;

  constructor(keys: Keys, clock: Clock) {
    this.#keys = keys;
    this.#clock = clock;
  }

  /** @throws AwsError in the words of the protocol */
  verify(request: SignedRequest): void {
    const { head, protocol } = request;
    const headers = headersOf(request);
    const signature = read(request, headers);
    if (!signature) throw authError('missing', protocol);
    this.#checkTime(signature, protocol);
    if (request.service !== undefined && signature.service !== request.service)
      throw notScoped(request.service, protocol);
    this.#checkSigned(signature, { headers, protocol });
    const secrets = this.#keys
      .secretsOf(signature.accessKeyId)
      .filter(({ sessionToken }) => sessionToken === signature.token);
    if (secrets.length === 0) throw authError('unknown key', protocol);
    const payload = payloadOf(request, headers, signature);
    const parts = {
      method: head.method,
      path: head.path,
      query: [...head.query].filter(([name]) => name !== 'X-Amz-Signature'),
      headers: signature.signedHeaders.map((name) => [name, headers.get(name) ?? []] as const),
      payload,
    };
    const secret = secrets.find(({ secretAccessKey }) =>
      isEqual(signatureOf(parts, signature, secretAccessKey), signature.signature),
    );
    if (!secret) throw authError('mismatch', protocol);
    if (secret.isExpired) throw authError('expired token', protocol);
    if (payload.startsWith(SIGNED_PIECES)) checkPieces(request, signature, secret);
    if (payload === SIGNED_TRAILERS) checkTrailers(request, signature, secret);
    const isSaid = signature.service === 's3' && !NO_HASH.has(payload);
    if (isSaid && payload !== sha256Hex(request.body))
      throw authError('payload mismatch', protocol);
  }

  /** A header or a URL is good for fifteen minutes around its time, or as long as the URL says. */
  #checkTime({ time, date, expiresSeconds }: Signature, protocol: Protocol): void {
    const nowMs = this.#clock.now();
    const signedMs = epochMsOf(time);
    const [now, isScoped] = [amzTime(nowMs), time.startsWith(date)];
    if (!isScoped) {
      const text = `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${time.slice(0, 8)}', from '${time}'.`;
      throw authError('not scoped', protocol, text);
    }
    if (signedMs > nowMs + MOST_SKEW_MS) {
      const limit = amzTime(nowMs + MOST_SKEW_MS);
      const text = `Signature not yet current: ${time} is still later than ${limit} (${now} + 15 min.)`;
      throw authError('skewed', protocol, text);
    }
    const goodMs = expiresSeconds === undefined ? MOST_SKEW_MS : expiresSeconds * 1000;
    if (nowMs <= signedMs + goodMs) return;
    const limit = amzTime(nowMs - goodMs);
    const text = `Signature expired: ${time} is now earlier than ${limit} (${now} - ${goodMs / 60_000} min.)`;
    throw authError(expiresSeconds === undefined ? 'skewed' : 'expired', protocol, text);
  }

  /** What decides where a request goes and what it does has to be signed. */
  #checkSigned(
    { signedHeaders }: Signature,
    { headers, protocol }: { headers: RawHeaders; protocol: Protocol },
  ): void {
    if (!signedHeaders.includes('host') && !signedHeaders.includes(':authority'))
      throw authError(
        'unsigned headers',
        protocol,
        "'Host' must be a 'SignedHeader' in the AWS Authorization.",
      );
    const unsigned = [...headers.keys()].find(
      (name) => name.startsWith('x-amz-') && !signedHeaders.includes(name),
    );
    if (unsigned === undefined) return;
    const text = `'${unsigned}' must be a 'SignedHeader' in the AWS Authorization.`;
    throw authError('unsigned headers', protocol, text);
  }
}

type RawHeaders = ReadonlyMap<string, readonly string[]>;

/** The headers with all of their values. Clients sign HTTP/2's host under one name or the other. */
function headersOf({ rawHeaders, head }: SignedRequest): RawHeaders {
  const headers = new Map<string, string[]>([
    ['host', [head.host]],
    [':authority', [head.host]],
  ]);
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!.toLowerCase();
    if (name === 'host' || name.startsWith(':')) continue;
    const values = headers.get(name);
    if (values) values.push(rawHeaders[at + 1]!);
    else headers.set(name, [rawHeaders[at + 1]!]);
  }
  return headers;
}

function read({ head, protocol }: SignedRequest, headers: RawHeaders): Signature | undefined {
  if (isOlder(head)) throw authError('older version', protocol, 'Use AWS4-HMAC-SHA256.');
  try {
    return readSignature((name) => headers.get(name)?.[0], head.query);
  } catch (error) {
    if (error instanceof AwsError) throw authError('incomplete', protocol, error.message);
    throw error;
  }
}

/** Signature Version 2, of headers, forms and URLs. */
const isOlder = ({ headers, query }: Head) =>
  headers.authorization?.startsWith('AWS ') === true ||
  (query.has('AWSAccessKeyId') && query.has('Signature'));

/**
 * What stands for the body in the signature. S3's clients say it, and may say that the body is not
 * signed, or in pieces that have signatures of their own; elsewhere it is always the hash.
 */
function payloadOf(
  { body, head }: SignedRequest,
  headers: RawHeaders,
  { service, expiresSeconds }: Signature,
) {
  if (service !== 's3') return sha256Hex(body);
  const said = headers.get('x-amz-content-sha256')?.[0] ?? head.query.get('X-Amz-Content-Sha256');
  return said ?? (expiresSeconds === undefined ? sha256Hex(body) : 'UNSIGNED-PAYLOAD');
}

/** Each piece of a body has a signature of its own. */
function checkPieces({ body, protocol }: SignedRequest, scope: Signature, secret: Secret): void {
  const chunks = [...chunksOf(Buffer.from(body))];
  const pieces = chunks.map(({ data }) => data);
  const { signature: seed } = scope;
  const expected = chunkSignatures(pieces, { seed, scope, secret: secret.secretAccessKey });
  const isRight = chunks.every(({ extension }, at) =>
    isEqual(`chunk-signature=${expected[at]}`, extension),
  );
  if (!isRight) throw authError('mismatch', protocol);
}

/** So do the headers behind the pieces, which follows that of the last one. */
function checkTrailers({ body, protocol }: SignedRequest, scope: Signature, secret: Secret): void {
  const bytes = Buffer.from(body);
  const last = [...chunksOf(bytes)].at(-1)!;
  const before = last.extension.slice('chunk-signature='.length);
  const { headers, signature = '' } = trailersOf(bytes, last.end);
  const expected = trailerSignature(headers, { before, scope, secret: secret.secretAccessKey });
  if (!isEqual(expected, signature)) throw authError('mismatch', protocol);
}

/** Takes as long whatever is different. */
function isEqual(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
