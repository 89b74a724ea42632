import { AwsError } from '../aws/aws-error.ts';

/** A signature of version 4 as a request carries it. */
export interface Signature {
  readonly accessKeyId: string;
  /** `20150830`. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  /** Names in lower case, as they are signed. */
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20150830T123600Z`. */
  readonly time: string;
  readonly token?: string | undefined;
  /** Of a presigned URL: how many seconds it is good for. */
  readonly expiresSeconds?: number | undefined;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
/** A week (Amazon S3 API reference, "Authenticating requests: using query parameters"). */
const LONGEST_EXPIRY_SECONDS = 604_800;

type Header = (name: string) => string | undefined;

/**
 * Reads the signature of a request, from its `Authorization` header or its query; undefined for a
 * request without one.
 *
 * @throws AwsError `IncompleteSignatureException` that names what is missing
 */
export function readSignature(header: Header, query: URLSearchParams): Signature | undefined {
  const authorization = header('authorization');
  if (authorization !== undefined) return fromHeader(authorization, header);
  return query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature')
    ? fromQuery(query)
    : undefined;
}

function fromHeader(authorization: string, header: Header): Signature {
  const [algorithm = ''] = authorization.split(' ', 1);
  checkAlgorithm(algorithm);
  const part = (name: keyof typeof PARTS) =>
    partOf(authorization, name) ?? missing(name, 'Authorization header');
  const given = {
    credential: part('Credential'),
    signature: part('Signature'),
    signedHeaders: part('SignedHeaders'),
    time: timeOf(header('x-amz-date'), header('date')),
  };
  return { ...signatureFrom(given), token: header('x-amz-security-token') };
}

/** A part of an `Authorization` header, the first of its name: whoever reads one reads the same. */
export function partOf(authorization: string, name: keyof typeof PARTS): string | undefined {
  return PARTS[name].exec(authorization)?.[1];
}

const PARTS = {
  Credential: /[\s,]Credential=([^,\s]*)/,
  SignedHeaders: /[\s,]SignedHeaders=([^,\s]*)/,
  Signature: /[\s,]Signature=([^,\s]*)/,
};

function fromQuery(query: URLSearchParams): Signature {
  const part = (name: string) => query.get(name) ?? missing(name, 'AWS query-string parameters');
  checkAlgorithm(part('X-Amz-Algorithm'));
  const given = {
    credential: part('X-Amz-Credential'),
    signature: part('X-Amz-Signature'),
    signedHeaders: part('X-Amz-SignedHeaders'),
    time: timeOf(part('X-Amz-Date')),
  };
  const expires = query.get('X-Amz-Expires');
  const expiresSeconds = expires === null ? undefined : Number(expires);
  if (
    expiresSeconds !== undefined &&
    !(expiresSeconds >= 0 && expiresSeconds <= LONGEST_EXPIRY_SECONDS)
  )
    throw incomplete('X-Amz-Expires must be a number of seconds from 0 to 604800.');
  return {
    ...signatureFrom(given),
    token: query.get('X-Amz-Security-Token') ?? undefined,
    expiresSeconds,
  };
}

interface Given {
  readonly credential: string;
  readonly signature: string;
  readonly signedHeaders: string;
  readonly time: string;
}

function signatureFrom({ credential, signature, signedHeaders, time }: Given): Signature {
  // An access key may hold slashes; the scope of the signature always is the last four parts.
  const parts = credential.split('/');
  const [date = '', region = '', service = ''] = parts.slice(-4);
  const accessKeyId = parts.slice(0, -4).join('/');
  return {
    ...{ accessKeyId, date, region, service, signature, time },
    signedHeaders: signedHeaders.toLowerCase().split(';'),
  };
}

/** The time in the form of AWS; a `Date` header has that of HTTP. */
function timeOf(amzDate: string | undefined, date?: string): string {
  if (amzDate !== undefined && /^\d{8}T\d{6}Z$/.test(amzDate)) return amzDate;
  const ms = amzDate === undefined && date !== undefined ? Date.parse(date) : Number.NaN;
  if (Number.isFinite(ms)) return amzTime(ms);
  throw incomplete(
    "Date must be in ISO-8601 'basic format', in the header or parameter X-Amz-Date: 20150830T123600Z.",
  );
}

/** A point in time as signatures have it: `20150830T123600Z`. */
export const amzTime = (epochMs: number) =>
  new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');

/** The opposite of `amzTime`, in milliseconds. */
export function epochMsOf(time: string): number {
  return Date.parse(time.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

function checkAlgorithm(algorithm: string): void {
  if (algorithm !== ALGORITHM) throw incomplete(`Unsupported AWS 'algorithm': '${algorithm}'.`);
}

function missing(name: string, where: string): never {
  throw incomplete(`${where} requires '${name}' parameter.`);
}

const incomplete = (text: string) => new AwsError('IncompleteSignatureException', text);
