import type { ServerResponse } from 'node:http';
import { type Body, bodyBytes, type WireResponse } from '../wire/message.ts';
import type { Loan } from './lent-memory.ts';
import type { Outbox } from './outbox.ts';

/** Statuses that have no body, nor a length of one. */
const WITHOUT_BODY = new Set([204, 304]);

/** How an answer is sent. */
interface RespondOptions {
  /** Headers beside those of the answer. */
  readonly more?: Readonly<Record<string, string>>;
  /** Where the answer waits for others that leave in the same turn; it leaves at once without. */
  readonly outbox?: Outbox | undefined;
}

/** Sends an answer whole. Does nothing when the client went away or was answered already. */
export function respond(
  response: ServerResponse,
  answer: WireResponse,
  { more = {}, outbox }: RespondOptions = {},
): void {
  if (response.destroyed || response.headersSent) return;
  const { status, headers, body } = answer;
  const hasBody = !WITHOUT_BODY.has(status);
  // As a list, which took a tenth of the time that a new object of headers did.
  const list: (string | number)[] = [];
  for (const name in headers) list.push(name, headers[name]!);
  for (const name in more) list.push(name, more[name]!);
  // What is said of an object's length, without the object, stands.
  if (hasBody && !('content-length' in headers)) list.push('content-length', bodyBytes(body));
  response.writeHead(status, list);
  if (!hasBody) response.end();
  else if (outbox) outbox.add(() => sendBody(response, body));
  else sendBody(response, body);
}

function sendBody(response: ServerResponse, body: Body): void {
  if (response.destroyed) return;
  // A text leaves in one piece with the headers.
  if (typeof body === 'string' || body instanceof Uint8Array) {
    response.end(body);
    return;
  }
  response.cork();
  for (const part of body) response.write(part);
  response.end();
}

/** What is sent part by part. */
export interface Parts {
  readonly parts: AsyncIterable<Part> | Iterable<Part>;
  /** What was lent for them. */
  readonly loan?: Loan | undefined;
  /** A client that takes nothing for so long is hung up on. */
  readonly idleTimeoutMs: number;
}

/** What leaves together. */
type Part = string | Uint8Array | readonly Uint8Array[];

/**
 * Sends an answer part by part. A part has left before the next is made while the client is slower
 * than the parts come, so that it can be made in the same memory.
 */
export async function respondInParts(
  response: ServerResponse,
  { status, headers }: Omit<WireResponse, 'body'>,
  { parts, loan, idleTimeoutMs }: Parts,
): Promise<void> {
  response.writeHead(status, headers);
  for await (const part of parts) {
    if (response.destroyed) return;
    if (write(response, part)) continue;
    await drained(response, idleTimeoutMs);
    loan?.takeBack();
  }
  response.end();
}

/**
 * Answers whether the response takes more. The socket sends at the end of the turn; a response that is
 * corked for the pieces of a part may say that it takes more before anybody can listen for it.
 */
function write(response: ServerResponse, part: Part): boolean {
  if (typeof part === 'string' || part instanceof Uint8Array) return response.write(part);
  let takesMore = true;
  for (const piece of part) takesMore = response.write(piece);
  return takesMore;
}

/** Resolves when all that was written has left, or never will. */
function drained(response: ServerResponse, idleTimeoutMs: number): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) return resolve();
    // HTTP/1.1 hangs up then; HTTP/2 looks after all streams of a connection by itself.
    response.setTimeout(idleTimeoutMs);
    const done = () => {
      response.setTimeout(0);
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}
