import type { Duplex } from 'node:stream';
import { encodeFrame, type Frame, FrameReader } from './channel-frames.ts';
import { RESPONSE_BYTES, type RuntimeSession, type Verdict } from './runtime-api.ts';

/** Bodies shorter than this are copied behind their head. */
const COPIED_BYTES = 65_536;

const MOST_UNREAD_BYTES = 16 * 2 ** 20;

const EMPTY_DOCUMENT = Buffer.from('{}');

type Report = (session: RuntimeSession, frame: Frame) => Verdict | undefined;

/** What a runtime reports, by the `type` of its frame; a verdict that is returned is answered. */
const REPORTS = new Map<string, Report>(
  Object.entries<Report>({
    response: (session, { head, body }) => {
      session.respond(String(head.requestId), body);
      return undefined;
    },
    error: (session, { head, body = EMPTY_DOCUMENT }) =>
      session.fail(String(head.requestId), body, String(head.errorType)),
    'init-error': (session, { head, body = EMPTY_DOCUMENT }) =>
      session.failInitialization(body, String(head.errorType)),
  }),
);

/**
 * The quick way between a sandbox and the runtimes that we wrote: what the Runtime API says, without
 * HTTP, in frames over a socket that the process inherits. The same conversation as there, so that
 * one `RuntimeSession` serves both:
 *
 * | the runtime says                      | the sandbox answers                              |
 * |---------------------------------------|--------------------------------------------------|
 * | `next`, sometimes `memoryUsedMb`      | `invocation`, `headers`; body: the payload       |
 * | `response`, `requestId`; body: result | nothing: the runtime would go on in any case     |
 * | `error`, `requestId`, `errorType`;    | `verdict`: it may end its process now            |
 * | body: the document                    |                                                  |
 * | `init-error`, `errorType`; body: same | `verdict`                                        |
 */
export class RuntimeChannel {
  readonly #stream: Duplex;
  readonly #session: RuntimeSession;

  constructor(stream: Duplex, session: RuntimeSession) {
    this.#stream = stream;
    this.#session = session;
    const give = (frame: Frame) => this.#hear(frame);
    const reader = new FrameReader({ longestBodyBytes: RESPONSE_BYTES, give });
    stream.on('data', (chunk: Buffer) => {
      try {
        reader.take(chunk);
      } catch {
        // Not our runtime's words: without its channel the process ends, which tells the rest.
        this.close();
      }
    });
    // The end of the process tells what there is to tell.
    stream.on('error', () => {});
  }

  close(): void {
    this.#stream.destroy();
  }

  #hear(frame: Frame): void {
    const { type, memoryUsedMb } = frame.head;
    if (type === 'next') {
      this.#session.next(
        ({ headers, payload }) => this.#say({ type: 'invocation', headers }, payload),
        Number(memoryUsedMb) || undefined,
      );
      return;
    }
    const report = REPORTS.get(String(type));
    if (!report) throw new Error(`${type} is nothing that a runtime says.`);
    const verdict = report(this.#session, frame);
    if (verdict) this.#say({ type: 'verdict', verdict });
  }

  #say(head: object, body?: Uint8Array): void {
    // More than any event: it speaks without listening, and the process ends without its channel.
    if (this.#stream.writableLength > MOST_UNREAD_BYTES) {
      this.close();
      return;
    }
    const [start, rest] = encodeFrame(head, body);
    // One piece is sent sooner than two, unless it must be copied at length to make it one.
    if (rest.byteLength < COPIED_BYTES) {
      this.#stream.write(Buffer.concat([start, rest]));
      return;
    }
    this.#stream.cork();
    this.#stream.write(start);
    this.#stream.write(rest);
    this.#stream.uncork();
  }
}
