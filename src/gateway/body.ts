import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { AwsError } from '../aws/aws-error.ts';
import type { Memory } from '../wire/message.ts';

/** The client went away, or was too slow, before its request had arrived: nobody to answer. */
export class ClientGone extends Error {
  override readonly name = 'ClientGone';
}

/** How much a body may hold, and how long it may stand still. */
export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly requestTimeoutMs: number;
  /** What is asked for, as far as it is known: it is named to whoever sends too much. */
  readonly operation?: string | undefined;
  /** Where the body may be put: it must not be needed once that is not good any more. */
  readonly memory?: Memory | undefined;
  /** The content coding belongs to what is sent, an object: it is kept, whatever it is. */
  readonly keepsCoding?: boolean;
  /** Given the body as it was sent, before its coding is undone; what it throws refuses the request. */
  readonly check?: ((body: Uint8Array) => void) | undefined;
}

/**
 * Reads a body whole, and undoes gzip. A client that asked for it is told to go on sending first.
 *
 * @throws AwsError status 413 for a body too large, 415 for an unknown encoding
 * @throws ClientGone
 */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  limits: BodyLimits,
): Promise<Uint8Array> {
  const sent = limits.keepsCoding ? undefined : request.headers['content-encoding'];
  const encoding = sent?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity' && encoding !== 'gzip')
    throw new AwsError(
      'UnsupportedMediaTypeException',
      `Content-Encoding ${encoding} is unknown.`,
      {
        status: 415,
      },
    );
  if (Number(request.headers['content-length'] ?? 0) > limits.maxBodyBytes) throw tooLarge(limits);
  if (request.headers.expect !== undefined) response.writeContinue();
  // The client may leave while a body is inflated, and with it goes whatever memory was lent.
  const memory = encoding === 'gzip' ? undefined : limits.memory;
  const body = await collect(request, { ...limits, memory });
  limits.check?.(body);
  return encoding === 'gzip' ? inflate(body, limits) : body;
}

function collect(request: IncomingMessage, limits: BodyLimits): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    let isSettled = false;
    // HTTP/1.1 has the server's own timeout; HTTP/2 has none for a body that stands still.
    const hasOwnTimeout = request.httpVersionMajor >= 2;
    const settle = () => {
      isSettled = true;
      if (hasOwnTimeout) request.setTimeout(0);
    };
    // An error is made when it is needed: every request closes, and a stack takes its time.
    const fail = (error: () => Error) => {
      if (isSettled) return;
      settle();
      reject(error());
    };
    if (hasOwnTimeout)
      request.setTimeout(limits.requestTimeoutMs, () => fail(() => new ClientGone()));
    request.on('data', (chunk: Uint8Array) => {
      if (isSettled) return;
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes > limits.maxBodyBytes) fail(() => tooLarge(limits));
    });
    request.on('end', () => {
      if (isSettled) return;
      settle();
      resolve(join(chunks, bytes, limits.memory));
    });
    request.on('error', (cause) => fail(() => new ClientGone('', { cause })));
    request.on('close', () => fail(() => new ClientGone()));
  });
}

function join(
  chunks: readonly Uint8Array[],
  bytes: number,
  memory: Memory = Buffer.allocUnsafe,
): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const body = memory(bytes);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}

async function inflate(body: Uint8Array, limits: BodyLimits): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(body, { maxOutputLength: limits.maxBodyBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(limits);
    throw new AwsError('SerializationException', 'The body is not valid gzip.', { cause });
  }
}

/** The text is Lambda's (public); those of other services are not known. */
const tooLarge = ({ maxBodyBytes, operation }: BodyLimits) =>
  new AwsError(
    'RequestEntityTooLargeException',
    `Request must be smaller than ${maxBodyBytes} bytes` +
      (operation ? ` for the ${operation} operation` : ''),
    { status: 413 },
  );
