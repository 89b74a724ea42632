/** A request whose body has arrived, as a protocol reads it. */
export interface WireRequest {
  readonly method: string;
  /** As it was sent: percent signs still encode. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
  /** For what is needed until the answer has left, and no longer. */
  readonly memory?: Memory | undefined;
}

/** What a protocol makes of an output or an error; ids, dates and lengths are added later. */
export interface WireResponse<Content = Body> {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Content;
}

/**
 * Answers memory for so many bytes, uncleared, which is good until an answer has left; when it leaves
 * in steps, until the step has that was made next.
 */
export type Memory = (bytes: number) => Buffer;

/** Text, bytes, or bytes in parts that are too large to be joined without need. */
export type Body = string | Uint8Array | readonly Uint8Array[];

/** A body that is made while it leaves: the parts of a step leave before the next step is made. */
export class BodyInSteps {
  readonly steps: Iterable<readonly Uint8Array[]>;

  constructor(steps: Iterable<readonly Uint8Array[]>) {
    this.steps = steps;
  }
}

/** How many bytes a body has. */
export function bodyBytes(body: Body): number {
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.byteLength(body);
  return body.reduce((sum, part) => sum + part.byteLength, 0);
}

/** All of a body. */
export function wholeBody(body: Body | BodyInSteps): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Buffer.from(body);
  return Buffer.concat(body instanceof BodyInSteps ? [...body.steps].flat() : body);
}

/** The bytes of a body as text, without a copy of the bytes. */
export function bodyText(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}
