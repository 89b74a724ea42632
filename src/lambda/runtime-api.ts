import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One invocation as the runtime gets it. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
}

/** What the platform says to a runtime that reported something. */
export type Verdict = 'accepted' | 'invalid-request-id' | 'invalid-state' | 'too-large';

/** The side of a sandbox that its runtime talks to. */
export interface RuntimeSession {
  /** The runtime is ready for an invocation; `deliver` may be called at any later time, once. */
  next(deliver: (delivery: Delivery) => void, memoryUsedMb: number | undefined): void;
  /** Whoever would have been given an invocation has gone. */
  withdraw(deliver: (delivery: Delivery) => void): void;
  /** `payload` is undefined when it was larger than a response may be. */
  respond(requestId: string, payload: Uint8Array | undefined): Verdict;
  fail(requestId: string, document: Uint8Array, errorType: string): Verdict;
  failInitialization(document: Uint8Array, errorType: string): Verdict;
}

/**
 * The most bytes that a function may answer: 6 MiB and a little room.
 * Source: the text of AWS's own refusal.
 */
export const RESPONSE_BYTES = 6291556;

const VERSION = '/2018-06-01';
const NEXT = '/runtime/invocation/next';

const VERDICTS: Record<Verdict, readonly [status: number, body: object]> = {
  accepted: [202, { status: 'OK' }],
  'invalid-request-id': [
    400,
    { errorMessage: 'Invalid request ID', errorType: 'InvalidRequestID' },
  ],
  'invalid-state': [
    403,
    { errorMessage: 'State transition is not allowed', errorType: 'InvalidStateTransition' },
  ],
  'too-large': [
    413,
    {
      errorMessage: `Exceeded maximum allowed payload size (${RESPONSE_BYTES} bytes).`,
      errorType: 'RequestEntityTooLarge',
    },
  ],
};

const NOT_FOUND = [404, { errorMessage: '404 page not found', errorType: 'NotFound' }] as const;
const BAD_MODE = [
  400,
  { errorMessage: 'Invalid function response mode', errorType: 'InvalidFunctionResponseMode' },
] as const;

type Call = readonly [session: RuntimeSession, requestId: string, request: IncomingMessage];

/**
 * The Lambda Runtime API, by which a runtime fetches its invocations and reports what became of
 * them. One server on the loopback serves every sandbox; a secret in the path tells which one is
 * calling. Source: AWS Lambda developer guide, "Using the Lambda runtime API".
 */
export class RuntimeApi {
  readonly #sessions = new Map<string, RuntimeSession>();
  readonly #server: Server;
  #listening: Promise<number> | undefined;

  constructor() {
    this.#server = createServer((request, response) => this.#serve(request, response));
    // A connection that cannot be accepted, for lack of descriptors, must not end this process.
    this.#server.on('error', () => {});
    // A connection is idle for as long as a handler runs, and `next` waits for hours.
    Object.assign(this.#server, { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 });
  }

  /**
   * Lets the holder of `secret` talk to `session`, and resolves with the value for its
   * `AWS_LAMBDA_RUNTIME_API`. Rejects with a system error when it cannot listen; the next call
   * tries again.
   */
  async open(secret: string, session: RuntimeSession): Promise<string> {
    this.#listening ??= this.#listen();
    const port = await this.#listening;
    this.#sessions.set(secret, session);
    return `127.0.0.1:${port}/${secret}`;
  }

  forget(secret: string): void {
    this.#sessions.delete(secret);
  }

  async close(): Promise<void> {
    await this.#listening?.catch(() => {});
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      const refused = (error: Error) => {
        this.#listening = undefined;
        reject(error);
      };
      this.#server.once('error', refused);
      this.#server.listen(0, '127.0.0.1', () => {
        this.#server.off('error', refused);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const [, secret = '', ...rest] = (request.url ?? '').split('/');
    const session = this.#sessions.get(secret);
    const path = `/${rest.join('/')}`;
    const call = session && path.startsWith(VERSION) ? path.slice(VERSION.length) : '';
    if (session && call === NEXT && request.method === 'GET') {
      const memoryUsedMb = Number(request.headers['sluicebox-memory-used-mb']) || undefined;
      const deliver = (delivery: Delivery) => send(response, delivery);
      response.once('close', () => session.withdraw(deliver));
      session.next(deliver, memoryUsedMb);
      return;
    }
    const [, , kind, requestId = '', report = ''] = call.split('/');
    const take = REPORTS.get(kind === 'init' ? `init/${requestId}` : report);
    const isReport = session && take && request.method === 'POST';
    const mode = request.headers['lambda-runtime-function-response-mode'] ?? 'streaming';
    if (!isReport) answer(response, NOT_FOUND);
    else if (mode !== 'streaming') answer(response, BAD_MODE);
    else {
      take([session, requestId, request]).then(
        (verdict) => answer(response, VERDICTS[verdict]),
        // The runtime went away in the middle of its report; its exit tells the rest.
        () => response.destroy(),
      );
    }
  }
}

const REPORTS = new Map<string, (call: Call) => Promise<Verdict>>(
  Object.entries({
    response: async ([session, requestId, request]) =>
      session.respond(requestId, await bodyOf(request)),
    error: async ([session, requestId, request]) =>
      session.fail(requestId, await documentOf(request), errorTypeOf(request)),
    'init/error': async ([session, , request]) =>
      session.failInitialization(await documentOf(request), errorTypeOf(request)),
  }),
);

function errorTypeOf(request: IncomingMessage): string {
  const header = request.headers['lambda-runtime-function-error-type'];
  const text = Array.isArray(header) ? header[0] : header;
  if (!text) return 'Runtime.Unknown';
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The whole body, or undefined when it is larger than a response may be. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= RESPONSE_BYTES) chunks.push(chunk);
  }
  return size > RESPONSE_BYTES ? undefined : Buffer.concat(chunks);
}

async function documentOf(request: IncomingMessage): Promise<Uint8Array> {
  return (await bodyOf(request)) ?? Buffer.from('{}');
}

function answer(response: ServerResponse, [status, body]: readonly [number, object]): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}

function send(response: ServerResponse, { headers, payload }: Delivery): void {
  response.writeHead(200, {
    ...headers,
    'Content-Type': 'application/json',
    'Content-Length': payload.byteLength,
  });
  // A copy: what a runtime has not read when it answers must not become the bytes of a later event.
  response.end(Buffer.from(payload));
}
