/** A request whose body has arrived, as a protocol reads it. */
export interface WireRequest {
  readonly method: string;
  /** As it was sent: percent signs still encode. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/** What a protocol makes of an output or an error; ids, dates and lengths are added later. */
export interface WireResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** The bytes of a body as text, without a copy of the bytes. */
export function bodyText(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}
