import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnswerEvents, Protocol, RequestContext } from '../api/operation.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { Scope } from '../aws/scope.ts';
import type { Events } from '../observe/events.ts';
import type { Random } from '../random/random.ts';
import {
  BodyInSteps,
  bodyText,
  type Memory,
  type WireRequest,
  type WireResponse,
} from '../wire/message.ts';
import { parseForm } from '../wire/query.ts';
import { type Credential, readCredential, scopeOf } from '../wire/sigv4.ts';
import { validate } from '../wire/validate.ts';
import { notScoped } from './auth-error.ts';
import type { Authority } from './authority.ts';
import { type BodyLimits, ClientGone, readBody } from './body.ts';
import type { Caller } from './caller.ts';
import type { Calls } from './calls.ts';
import { eventAnswer } from './event-answer.ts';
import type { Guard } from './guard.ts';
import { type Head, readHead } from './head.ts';
import { LentMemory, type Loan } from './lent-memory.ts';
import type { GatewayLimits } from './limits.ts';
import { Outbox } from './outbox.ts';
import { isOwn, type OwnRoutes } from './own-routes.ts';
import { type Call, decodeInput, encodeError, encodeOutput } from './protocols.ts';
import { type Parts, respond, respondInParts } from './respond.ts';
import type { Called, Dead } from './route.ts';

/** What answering a request needs. */
export interface HandlerParts {
  readonly calls: Calls;
  readonly ownRoutes: OwnRoutes;
  readonly guard: Guard;
  readonly random: Random;
  readonly events: Events;
  readonly limits: GatewayLimits;
  readonly defaultScope: Scope;
  /** Verifies signatures; without it everybody is believed. */
  readonly authority?: Authority | undefined;
}

/** One request on its way through the handler. */
interface Exchange {
  readonly head: Head;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly caller: Caller;
  /** Memory that is good until the answer has left, where there is such. */
  readonly loan: Loan | undefined;
  /** The form in which errors are answered, as far as it is known by now. */
  protocol: Protocol;
  /** What the call of an operation is known by, once it has begun. */
  call?: number;
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
  readonly #outbox = new Outbox();
  readonly #lentMemory = new LentMemory();
  /** Begins the second id of each answer; as Base64, without padding. */
  readonly #hostId: string;

  constructor(parts: HandlerParts) {
    this.#parts = parts;
    this.#hostId = Buffer.from(parts.random.hex(72), 'hex').toString('base64');
  }

  /** Answers one request. Never rejects: what goes wrong is answered too. */
  async handle(request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<void> {
    const requestId = this.#parts.random.uuid();
    const head = readHead(request);
    const loan = request.httpVersionMajor === 1 ? this.#lentMemory.for(response) : undefined;
    const exchange: Exchange = {
      head,
      request,
      response,
      requestId,
      caller,
      loan,
      protocol: REST,
    };
    try {
      const { guard } = this.#parts;
      const refusal = guard.refusal(head);
      const more = head.headers.origin === undefined ? undefined : guard.cors.headersFor(head);
      for (const name in more) response.setHeader(name, more[name]!);
      if (refusal !== undefined) respond(response, jsonAnswer(403, { message: refusal }));
      else if (more && guard.cors.isPreflight(head))
        respond(response, { status: 204, headers: guard.cors.preflightHeaders(head), body: '' });
      else if (caller.isGone) throw stopping();
      else if (isOwn(head)) await this.#answerOwn(exchange);
      else await this.#answerAws(exchange);
    } catch (error) {
      this.#answerError(exchange, error);
    }
    if (exchange.call !== undefined) this.#parts.calls.end(exchange.call);
    // A body that was not wanted is let through, so that the connection can go on.
    request.resume();
  }

  async #answerOwn(exchange: Exchange): Promise<void> {
    const { head, response, caller } = exchange;
    const found = this.#parts.ownRoutes.find(head.method, head.path);
    if (!found) {
      const message = `${head.method} ${head.path} is not known here.`;
      respond(response, jsonAnswer(404, { message }));
      return;
    }
    if (this.#parts.authority && !found.route.isOpen && !isFromHere(exchange.request)) {
      const message = 'Whoever has to sign requests may ask this from this machine alone.';
      respond(response, jsonAnswer(403, { message }));
      return;
    }
    const request = await this.#readWhole(exchange);
    const { signal } = caller;
    const answer = await found.route.handle({ ...request, labels: found.labels, signal });
    const { status = 200, headers = {}, body } = answer;
    if (typeof body === 'string' || body instanceof Uint8Array)
      respond(response, { status, headers, body });
    else await this.#sendParts(exchange, { status, headers }, body);
  }

  async #answerAws(exchange: Exchange): Promise<void> {
    const { calls, defaultScope } = this.#parts;
    // Another exchange may have begun before this call was woken.
    while (calls.pause) await calls.pause;
    exchange.call = calls.begin(exchange.caller);
    const { router } = calls;
    const { credential, error } = signatureOf(exchange.head);
    const route = router.route(exchange.head, credential);
    if (route.to === 'form') exchange.protocol = route.protocol;
    let call = route.to === 'form' ? undefined : this.#follow(exchange, route);
    if (error) throw error;
    const whole = await this.#readWhole(exchange, call, this.#checkFor(exchange, call));
    call ??= this.#follow(exchange, router.routeForm(parseForm(bodyText(whole.body)), credential));
    // Of a form it is not known before its body was read.
    const { signingName } = call.service;
    if (this.#parts.authority && credential?.service !== signingName)
      throw notScoped(signingName, call.protocol);
    const scope = scopeOf(credential, defaultScope);
    await this.#perform(exchange, call, { whole, scope, accessKeyId: credential?.accessKeyId });
  }

  /** The call that a route leads to; from here on errors are answered in its form. */
  #follow(exchange: Exchange, route: Called | Dead): Call {
    exchange.protocol = route.to === 'call' ? route.call.protocol : route.protocol;
    if (route.to === 'call') return route.call;
    if (route.unsupported) this.#parts.events.emit('unsupported-operation', route.unsupported);
    throw route.error;
  }

  async #perform(
    exchange: Exchange,
    call: Call,
    { whole, ...signer }: { whole: WireRequest } & Signer,
  ): Promise<void> {
    const { requestId, request, response } = exchange;
    const input = decodeInput(call, whole);
    validate(call.operation.input, input, call.service.validationWords);
    const context = new Context(exchange, signer);
    const output = await call.operation.handle(input, context).catch((error: unknown) => {
      throw error instanceof AwsError ? error : (call.service.toAwsError(error) ?? error);
    });
    const ids: Record<string, string> = { 'x-amzn-requestid': requestId };
    if (HAS_EXTENDED_ID.has(call.service.signingName))
      ids['x-amz-id-2'] = this.#hostId + Buffer.from(requestId, 'latin1').toString('base64');
    if (call.operation.events) {
      const events = output as AnswerEvents;
      const toAwsError = (error: unknown) =>
        this.#awsErrorOf(call.service.toAwsError(error) ?? error, exchange);
      const { headers, parts } = eventAnswer(call, { events, toAwsError });
      return this.#sendParts(exchange, { status: 200, headers: { ...headers, ...ids } }, parts);
    }
    const { status, headers, body } = encodeOutput(call, output, requestId);
    if (body instanceof BodyInSteps)
      return this.#sendParts(exchange, { status, headers: { ...headers, ...ids } }, body.steps);
    // HTTP/2 puts the answers of a connection together by itself.
    const outbox = request.httpVersionMajor === 1 ? this.#outbox : undefined;
    respond(response, { status, headers, body }, { more: ids, outbox });
  }

  #sendParts(
    { response, loan }: Exchange,
    head: Omit<WireResponse, 'body'>,
    parts: Parts['parts'],
  ): Promise<void> {
    const { idleTimeoutMs } = this.#parts.limits;
    return respondInParts(response, head, { parts, loan, idleTimeoutMs });
  }

  /** What looks at the signature over a body as it was sent. */
  #checkFor(exchange: Exchange, call: Call | undefined): BodyLimits['check'] {
    const { authority } = this.#parts;
    if (!authority) return undefined;
    const { head, protocol } = exchange;
    const { rawHeaders } = exchange.request;
    const service = call?.service.signingName;
    return (body) => authority.verify({ head, rawHeaders, body, protocol, service });
  }

  async #readWhole(
    { head, request, response, loan }: Exchange,
    call?: Call,
    check?: BodyLimits['check'],
  ): Promise<WireRequest> {
    const { limits } = this.#parts;
    const body = await readBody(request, response, {
      maxBodyBytes: call?.service.maxBodyBytes ?? limits.maxBodyBytes,
      requestTimeoutMs: limits.requestTimeoutMs,
      operation: call?.operation.name,
      keepsCoding: call?.protocol.name === 'rest-xml',
      // Nothing that is read as JSON is a part of the body any more.
      memory: call?.protocol.name === 'aws-json' ? loan?.memory : undefined,
      check,
    });
    const { method, path, query, headers } = head;
    return { method, path, query, headers, body, memory: loan?.memory };
  }

  #answerError(exchange: Exchange, error: unknown): void {
    const { requestId, response, request, protocol } = exchange;
    if (error instanceof ClientGone) {
      response.destroy();
      return;
    }
    const answer = encodeError(this.#awsErrorOf(error, exchange), protocol, requestId);
    // A client that waits to be told to go on, and is not, may or may not send its body: what
    // comes next on the connection cannot be told apart, unless HTTP itself does.
    const isUnclear = request.headers.expect !== undefined && request.httpVersionMajor === 1;
    const id = { 'x-amzn-requestid': requestId };
    respond(response, answer, { more: isUnclear ? { ...id, connection: 'close' } : id });
    // What broke off must not look whole.
    if (!response.writableEnded) response.destroy();
  }

  /** What the client is told; what went wrong inside is told to whoever runs this alone. */
  #awsErrorOf(error: unknown, { requestId, caller, head }: Exchange): AwsError {
    if (error instanceof AwsError) return error;
    if (caller.isGone) return stopping();
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

type Signer = Pick<RequestContext, 'scope' | 'accessKeyId'>;

/** A class: with an object that had a getter of its own, small requests took a sixth longer. */
class Context implements RequestContext {
  readonly scope: Scope;
  readonly accessKeyId: string | undefined;
  readonly requestId: string;
  readonly memory: Memory | undefined;
  readonly endpoint: string;
  readonly userAgent: string;
  readonly #caller: Caller;

  constructor({ head, requestId, caller, loan }: Exchange, { scope, accessKeyId }: Signer) {
    this.scope = scope;
    this.accessKeyId = accessKeyId;
    this.requestId = requestId;
    this.memory = loan?.memory;
    this.endpoint = `${head.scheme}://${head.host}`;
    this.userAgent = head.headers['user-agent'] ?? '';
    this.#caller = caller;
  }

  get signal(): AbortSignal {
    return this.#caller.signal;
  }
}

/** Whether a request comes from this machine. */
const isFromHere = ({ socket }: IncomingMessage) =>
  /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');

const stopping = () =>
  new AwsError('ServiceUnavailable', 'This endpoint is being stopped.', { status: 503 });

const jsonAnswer = (status: number, body: object): WireResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});
