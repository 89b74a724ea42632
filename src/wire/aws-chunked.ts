import { AwsError } from '../aws/aws-error.ts';
import type { WireRequest } from './message.ts';

const CRLF = Buffer.from('\r\n');
/** A line of a size or a trailer is short; what is longer is none. */
const MOST_LINE_BYTES = 1024;
const MOST_TRAILER_BYTES = 16 * MOST_LINE_BYTES;
const CODING = 'aws-chunked';

/**
 * Undoes the content coding `aws-chunked`, in which AWS's clients send bodies whose checksum they
 * know only at the end: pieces, each behind a line with its size, and checksums at the end, which
 * take their place among the headers, one of which names them. Signatures are looked at elsewhere,
 * where they are at all. Other requests are answered as they are. (Amazon S3 API reference, "Signature calculations: transferring payload in
 * multiple chunks", with and without trailers.)
 *
 * @throws AwsError `IncompleteBody`; `MalformedTrailerError` where what follows the pieces is not what
 *   `x-amz-trailer` names
 */
export function undoAwsChunked(request: WireRequest): WireRequest {
  const codings = codingsOf(request);
  const signed = request.headers['x-amz-content-sha256'];
  const isStreaming = typeof signed === 'string' && signed.startsWith('STREAMING-');
  if (!codings.includes(CODING) && !isStreaming) return request;
  const bytes = Buffer.from(request.body);
  const chunks = [...chunksOf(bytes)];
  const body = Buffer.concat(chunks.map(({ data }) => data));
  const trailers = checksumsBehind(bytes, chunks.at(-1)!.end, request.headers['x-amz-trailer']);
  const length = request.headers['x-amz-decoded-content-length'];
  if (length !== undefined && Number(length) !== body.length) throw incomplete();
  const rest = codings.filter((coding) => coding !== CODING);
  const coding = rest.length === 0 ? undefined : rest.join(',');
  const headers = { ...request.headers, ...trailers, 'content-encoding': coding };
  return { ...request, headers, body };
}

function codingsOf({ headers }: WireRequest): string[] {
  const text = headers['content-encoding'];
  return typeof text === 'string' ? text.split(',').map((coding) => coding.trim()) : [];
}

/** A piece of a body. */
export interface Chunk {
  readonly data: Buffer;
  /** What stands behind the size: `chunk-signature=…`. */
  readonly extension: string;
  /** Where the next one begins, or what follows the last. */
  readonly end: number;
}

/** The pieces of a body, the last of which is empty. @throws AwsError `IncompleteBody` */
export function* chunksOf(bytes: Buffer): Generator<Chunk> {
  for (let at = 0; ; ) {
    const endOfHead = endOfLine(bytes, at);
    const head = bytes.toString('latin1', at, endOfHead);
    const [, size, extension = ''] = /^([0-9a-f]{1,8})(?:;(.*))?$/i.exec(head) ?? [];
    if (size === undefined) throw incomplete();
    const start = endOfHead + CRLF.length;
    const length = Number.parseInt(size, 16);
    const data = bytes.subarray(start, start + length);
    at = length === 0 ? start : start + length + CRLF.length;
    if (at > bytes.length) throw incomplete();
    yield { data, extension, end: at };
    if (length === 0) return;
  }
}

/** What signs the trailers, and stands behind them. */
const TRAILER_SIGNATURE = 'x-amz-trailer-signature';

/** What follows the pieces of a body. */
export interface Trailers {
  /** In the order in which they were sent; names in lower case. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly signature?: string | undefined;
}

/** Reads headers until an empty line, or the end. @throws AwsError `MalformedTrailerError` */
export function trailersOf(bytes: Buffer, from: number): Trailers {
  const text = bytes.toString('latin1', from, from + MOST_TRAILER_BYTES);
  const [block = ''] = text.split('\r\n\r\n', 1);
  const lines = block.split('\r\n').filter((line) => line !== '');
  const all = lines.map((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon));
    const value = line.slice(colon + 1).trim();
    if (!/^[a-z0-9-]+$/i.test(name) || value.includes('\n')) throw malformedTrailer();
    return [name.toLowerCase(), value] as const;
  });
  return {
    headers: all.filter(([name]) => name !== TRAILER_SIGNATURE),
    signature: all.find(([name]) => name === TRAILER_SIGNATURE)?.[1],
  };
}

/** The checksums behind a body: those that were announced, each of them once. */
function checksumsBehind(bytes: Buffer, from: number, announced: string | string[] | undefined) {
  const names = String(announced ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const { headers } = trailersOf(bytes, from);
  const isAsAnnounced =
    headers.length === names.length &&
    headers.every(([name]) => CHECKSUM.test(name) && names.includes(name)) &&
    new Set(headers.map(([name]) => name)).size === names.length;
  if (!isAsAnnounced) throw malformedTrailer();
  return Object.fromEntries(headers);
}

const CHECKSUM = /^x-amz-checksum-[a-z0-9]+$/;

/**
 * Amazon S3 API reference, "Error responses". That trailers and `x-amz-trailer` have to name the same
 * follows from "Including trailing headers"; which error tells it is our choice.
 */
const malformedTrailer = () =>
  new AwsError(
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published ' +
      'schema.',
  );

function endOfLine(bytes: Buffer, from: number): number {
  const end = bytes.subarray(from, from + MOST_LINE_BYTES).indexOf(CRLF);
  if (end < 0) throw incomplete();
  return from + end;
}

const incomplete = () =>
  new AwsError(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header, or the ' +
      'chunks of the body are not well-formed.',
  );
