import type { ServerResponse } from 'node:http';
import { bodyBytes, type WireResponse } from '../wire/message.ts';

/** Statuses that have no body, nor a length of one. */
const WITHOUT_BODY = new Set([204, 304]);

/**
 * Sends an answer whole, with some headers more. Does nothing when the client went away or was
 * answered already.
 */
export function respond(
  response: ServerResponse,
  answer: WireResponse,
  more: Readonly<Record<string, string>> = {},
): void {
  if (response.destroyed || response.headersSent) return;
  const { status, body } = answer;
  const headers: Record<string, string | number> = { ...answer.headers, ...more };
  const hasBody = !WITHOUT_BODY.has(status);
  // What is said of an object's length, without the object, stands.
  if (hasBody) headers['content-length'] ??= bodyBytes(body);
  response.writeHead(status, headers);
  if (!hasBody) response.end();
  // A text leaves in one piece with the headers.
  else if (typeof body === 'string' || body instanceof Uint8Array) response.end(body);
  else {
    response.cork();
    for (const part of body) response.write(part);
    response.end();
  }
}

/** Sends an answer part by part, waiting while the client is slower than the parts come. */
export async function respondInParts(
  response: ServerResponse,
  head: Pick<WireResponse, 'status' | 'headers'>,
  parts: AsyncIterable<string | Uint8Array>,
): Promise<void> {
  response.writeHead(head.status, head.headers);
  for await (const part of parts) {
    if (response.destroyed) return;
    if (!response.write(part)) await drained(response);
  }
  response.end();
}

/** Resolves when the response takes more, or never will. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once('drain', resolve);
    response.once('close', resolve);
  });
}
