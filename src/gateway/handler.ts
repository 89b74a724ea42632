import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Protocol, RequestContext } from '../api/operation.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { Scope } from '../aws/scope.ts';
import type { Events } from '../observe/events.ts';
import type { Random } from '../random/random.ts';
import { bodyText, type WireRequest, type WireResponse } from '../wire/message.ts';
import { parseForm } from '../wire/query.ts';
import { type Credential, readCredential, scopeOf } from '../wire/sigv4.ts';
import { validate } from '../wire/validate.ts';
import { type BodyLimits, ClientGone, readBody } from './body.ts';
import type { Guard } from './guard.ts';
import { type Head, readHead } from './head.ts';
import type { OwnRoutes } from './own-routes.ts';
import { type Call, decodeInput, encodeError, encodeOutput } from './protocols.ts';
import { respond, respondInParts } from './respond.ts';
import type { Dead, Route } from './route.ts';
import type { Router } from './router.ts';

/** What answering a request needs. */
export interface HandlerParts {
  readonly router: Router;
  readonly ownRoutes: OwnRoutes;
  readonly guard: Guard;
  readonly random: Random;
  readonly events: Events;
  readonly limits: BodyLimits;
  readonly defaultScope: Scope;
}

/** One request on its way through the handler. */
interface Exchange {
  readonly head: Head;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** Who signed the request, or why that cannot be told. */
interface Signed {
  readonly credential?: Credential | undefined;
  readonly error?: unknown;
}

const REST: Protocol = { name: 'rest-json' };
/** The services whose answers carry a second id, for AWS's support to look up. */
const HAS_EXTENDED_ID = new Set(['kinesis', 's3']);

/**
 * Answers requests. The order of what is looked at: the guard, the route, the credential, the body,
 * its shape, its constraints, the operation. The first that is wrong decides the answer.
 */
export class Handler {
  readonly #parts: HandlerParts;

  constructor(parts: HandlerParts) {
    this.#parts = parts;
  }

  /** Answers one request. Never rejects; `signal` tells that nobody waits any more. */
  async handle(
    request: IncomingMessage,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    const requestId = this.#parts.random.uuid();
    const exchange: Exchange = { head: readHead(request), request, response, requestId, signal };
    await this.#answerErrors(exchange, REST, async () => {
      const refusal = this.#parts.guard.refusal(exchange.head);
      if (refusal !== undefined) respond(response, jsonAnswer(403, { message: refusal }));
      else if (signal.aborted) throw stopping();
      else if (exchange.head.path.startsWith('/_')) await this.#answerOwn(exchange);
      else await this.#answerAws(exchange);
    });
    // A body that was not wanted is let through, so that the connection can go on.
    request.resume();
  }

  async #answerOwn(exchange: Exchange): Promise<void> {
    const { head, response, signal } = exchange;
    const found = this.#parts.ownRoutes.find(head.method, head.path);
    if (!found) {
      const message = `${head.method} ${head.path} is not known here.`;
      respond(response, jsonAnswer(404, { message }));
      return;
    }
    const request = await this.#readWhole(exchange);
    const answer = await found.route.handle({ ...request, labels: found.labels, signal });
    const { status = 200, headers = {}, body } = answer;
    if (typeof body === 'string' || body instanceof Uint8Array)
      respond(response, { status, headers, body });
    else await respondInParts(response, { status, headers }, body);
  }

  async #answerAws(exchange: Exchange): Promise<void> {
    const signed = signatureOf(exchange.head);
    const route = this.#parts.router.route(exchange.head, signed.credential);
    await this.#follow(exchange, signed, route);
  }

  /** Goes where the route leads; `read` is the request when its body was read already. */
  async #follow(
    exchange: Exchange,
    signed: Signed,
    route: Route,
    read?: WireRequest,
  ): Promise<void> {
    const { credential } = signed;
    const protocol = route.to === 'call' ? route.call.protocol : route.protocol;
    await this.#answerErrors(exchange, protocol, async () => {
      if (route.to === 'nobody') throw this.#announce(route);
      if (signed.error) throw signed.error;
      const call = route.to === 'call' ? route.call : undefined;
      const request = read ?? (await this.#readWhole(exchange, call));
      if (route.to === 'call') {
        await this.#perform(exchange, route.call, { request, credential });
        return;
      }
      const parameters = parseForm(bodyText(request.body));
      const named = this.#parts.router.routeForm(parameters, credential);
      await this.#follow(exchange, signed, named, request);
    });
  }

  async #perform(
    exchange: Exchange,
    call: Call,
    { request, credential }: { request: WireRequest; credential: Credential | undefined },
  ): Promise<void> {
    const { requestId, response } = exchange;
    const input = decodeInput(call, request);
    validate(call.operation.input, input);
    const context = this.#contextOf(exchange, scopeOf(credential, this.#parts.defaultScope));
    const output = await call.operation.handle(input, context).catch((error: unknown) => {
      throw error instanceof AwsError ? error : (call.service.toAwsError(error) ?? error);
    });
    const answer = encodeOutput(call, output, requestId);
    const headers: Record<string, string> = { ...answer.headers, 'x-amzn-requestid': requestId };
    if (HAS_EXTENDED_ID.has(call.service.signingName)) headers['x-amz-id-2'] = this.#extendedId();
    respond(response, { ...answer, headers });
  }

  #extendedId(): string {
    return Buffer.from(this.#parts.random.hex(144), 'hex').toString('base64');
  }

  #contextOf({ head, requestId, signal }: Exchange, scope: Scope): RequestContext {
    const endpoint = `http://${head.host}`;
    return { scope, requestId, endpoint, userAgent: head.headers['user-agent'] ?? '', signal };
  }

  async #readWhole({ head, request, response }: Exchange, call?: Call): Promise<WireRequest> {
    const { maxBodyBytes = this.#parts.limits.maxBodyBytes } = call?.service ?? {};
    const keepsCoding = call?.protocol.name === 'rest-xml';
    const limits = { ...this.#parts.limits, maxBodyBytes, keepsCoding };
    const body = await readBody(request, response, limits);
    return { method: head.method, path: head.path, query: head.query, headers: head.headers, body };
  }

  #announce({ error, unsupported }: Dead): AwsError {
    if (unsupported) this.#parts.events.emit('unsupported-operation', unsupported);
    return error;
  }

  /** Does `work`, and answers what it throws in the form of the protocol. */
  async #answerErrors(
    exchange: Exchange,
    protocol: Protocol,
    work: () => Promise<void>,
  ): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (error instanceof ClientGone) {
        exchange.response.destroy();
        return;
      }
      const { requestId, response, request } = exchange;
      const answer = encodeError(this.#awsErrorOf(error, exchange), protocol, requestId);
      // A client that waits to be told to go on, and is not, may or may not send its body: what
      // comes next on the connection cannot be told apart, unless HTTP itself does.
      const isUnclear = request.headers.expect !== undefined && request.httpVersionMajor === 1;
      const headers = { ...answer.headers, 'x-amzn-requestid': requestId };
      respond(response, {
        ...answer,
        headers: isUnclear ? { ...headers, connection: 'close' } : headers,
      });
    }
  }

  /** What the client is told; what went wrong inside is told to whoever runs this alone. */
  #awsErrorOf(error: unknown, { requestId, signal, head }: Exchange): AwsError {
    if (error instanceof AwsError) return error;
    if (signal.aborted) return stopping();
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const what = head.headers['x-amz-target'] ?? `${head.method} ${head.path}`;
    const message = `${what} failed unexpectedly (request ${requestId}): ${detail}`;
    this.#parts.events.emit('warning', { message });
    const text = `An internal error happened; its details are in the log under ${requestId}.`;
    return new AwsError('InternalFailure', text, { status: 500, cause: error });
  }
}

/** Never throws: a credential that is wrong is told in the form that the route decides. */
function signatureOf({ headers, query }: Head): Signed {
  try {
    return { credential: readCredential(headers.authorization, query) };
  } catch (error) {
    return { error };
  }
}

const stopping = () =>
  new AwsError('ServiceUnavailable', 'This endpoint is being stopped.', { status: 503 });

const jsonAnswer = (status: number, body: object): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
