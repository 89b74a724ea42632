import { AwsError } from '../aws/aws-error.ts';
import type { WireRequest } from './message.ts';

const CRLF = Buffer.from('\r\n');
/** A line of a size or a trailer is short; what is longer is none. */
const MOST_LINE_BYTES = 1024;
const CODING = 'aws-chunked';

/**
 * Undoes the content coding `aws-chunked`, in which AWS's clients send bodies whose checksum they
 * know only at the end: pieces, each behind a line with its size, and headers at the end, which
 * take their place among the others. Signatures of pieces are looked at elsewhere, where they are at
 * all. Other requests are answered as they are. (Amazon S3 API reference, "Signature calculations: transferring payload in
 * multiple chunks", with and without trailers.)
 *
 * @throws AwsError `IncompleteBody`
 */
export function undoAwsChunked(request: WireRequest): WireRequest {
  const codings = codingsOf(request);
  const signed = request.headers['x-amz-content-sha256'];
  const isStreaming = typeof signed === 'string' && signed.startsWith('STREAMING-');
  if (!codings.includes(CODING) && !isStreaming) return request;
  const { body, trailers } = readChunks(Buffer.from(request.body));
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

function readChunks(bytes: Buffer): { body: Buffer; trailers: Record<string, string> } {
  const chunks = [...chunksOf(bytes)];
  const body = Buffer.concat(chunks.map(({ data }) => data));
  return { body, trailers: readTrailers(bytes, chunks.at(-1)!.end) };
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

/** Headers until the end, or an empty line; only checksums are wanted. */
function readTrailers(bytes: Buffer, from: number): Record<string, string> {
  const lines = bytes.toString('latin1', from, from + 16 * MOST_LINE_BYTES).split('\r\n');
  const trailers: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value] = /^(x-amz-checksum-[a-z0-9]+):\s*(.*?)\s*$/i.exec(line) ?? [];
    if (name !== undefined && value !== undefined) trailers[name.toLowerCase()] = value;
  }
  return trailers;
}

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
