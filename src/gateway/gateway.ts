import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Service } from '../api/operation.ts';
import { DEFAULT_SCOPE, type Scope } from '../aws/scope.ts';
import { type Clock, sleep } from '../clock/clock.ts';
import type { Events } from '../observe/events.ts';
import type { Random } from '../random/random.ts';
import type { Authority } from './authority.ts';
import { Caller } from './caller.ts';
import { Calls } from './calls.ts';
import { Guard } from './guard.ts';
import { Handler } from './handler.ts';
import { DEFAULT_LIMITS, type GatewayLimits } from './limits.ts';
import { Listener, type TlsPort } from './listener.ts';
import { healthRoutes, type OwnRoute, OwnRoutes } from './own-routes.ts';
import { Router } from './router.ts';
import { Slots } from './slots.ts';

export interface GatewayOptions {
  readonly services: readonly Service[];
  readonly clock: Clock;
  readonly random: Random;
  readonly events: Events;
  /** What differs from `DEFAULT_LIMITS`. */
  readonly limits?: Partial<GatewayLimits>;
  /** Routes of our own beside the health route; their paths begin with `/_`. */
  readonly extra?: readonly OwnRoute[];
  /** The account and region of requests that are not signed; `DEFAULT_SCOPE` unless given. */
  readonly defaultScope?: Scope;
  /** What `/_sluicebox/health` tells besides versions and services. */
  readonly health?: (() => object) | undefined;
  /** Host names to answer to besides localhost and the address listened at. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Origins of web pages that may ask: `https://app.example`. */
  readonly corsOrigins?: readonly string[] | undefined;
  /** Verifies signatures; without it everybody is believed. */
  readonly authority?: Authority | undefined;
}

/** Where to listen. */
export interface GatewayAddress {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** A second port, with encryption. */
  readonly tls?: TlsPort | undefined;
}

/** Where clients reach a gateway. */
export interface Listening {
  readonly endpoint: string;
  readonly port: number;
  readonly tlsEndpoint?: string;
  readonly tlsPort?: number;
}

/** Addresses that stand for all addresses of the machine; they are nobody's name. */
const WILDCARDS = new Set(['', '0.0.0.0', '::']);

/** The endpoint: one port at which all services are reached, as AWS's own endpoints are. */
export class Gateway {
  readonly #options: GatewayOptions;
  readonly #limits: GatewayLimits;
  readonly #calls: Calls;
  readonly #underWay = new Slots<{ readonly response: ServerResponse; readonly caller: Caller }>();
  #isStopping = false;
  #listener: Listener | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: GatewayOptions) {
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#calls = new Calls(new Router(options.services));
  }

  /**
   * Begins to answer at an address of this machine; port 0 takes any free one. Rejects when the
   * port is taken (`EADDRINUSE`).
   */
  async listen({ host, port, tls }: GatewayAddress): Promise<Listening> {
    if (this.#listener) throw new Error('The gateway listens already');
    const handler = this.#handlerFor(host);
    const listener = new Listener(this.#limits, (request, response) =>
      this.#take(handler, request, response),
    );
    const address = await listener.listen({ host, port });
    this.#listener = listener;
    const name = WILDCARDS.has(host) ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
    const found = { endpoint: `http://${name}:${address.port}`, port: address.port };
    if (!tls) return found;
    const secure = await listener.listenTls(host, tls);
    return { ...found, tlsEndpoint: `https://${name}:${secure.port}`, tlsPort: secure.port };
  }

  /**
   * Has other services answer from now on. Calls that come meanwhile wait; those under way are woken
   * through their signal. `work` is given a promise that resolves when all of them are over.
   */
  exchange(work: (idle: Promise<void>) => Promise<readonly Service[]>): Promise<void> {
    return this.#calls.exchange(async (idle) => new Router(await work(idle)));
  }

  /**
   * Stops: no new connections, waiting calls are woken through their signal, requests under way
   * may finish within `graceMs` of the clock, then every connection is ended. Resolves when done.
   */
  close(graceMs: number): Promise<void> {
    this.#closed ??= this.#close(graceMs);
    return this.#closed;
  }

  async #close(graceMs: number): Promise<void> {
    const listener = this.#listener;
    this.#isStopping = true;
    if (!listener) return;
    listener.stop();
    const idle = new AbortController();
    const look = () => this.#underWay.size === 0 && idle.abort();
    for (const { response, caller } of this.#underWay.items()) {
      response.once('close', look);
      caller.leave();
    }
    look();
    await sleep(this.#options.clock, graceMs, idle.signal);
    await listener.end(idle.signal.aborted ? 'flushed' : 'now');
  }

  #take(handler: Handler, request: IncomingMessage, response: ServerResponse): void {
    const caller = new Caller();
    if (this.#isStopping) caller.leave();
    const slot = this.#underWay.add({ response, caller });
    response.once('close', () => {
      this.#underWay.remove(slot);
      if (!response.writableEnded) caller.leave();
    });
    response.on('error', () => caller.leave());
    // It answers its own errors; one that breaks even so must harm nobody else.
    handler.handle(request, response, caller).catch(() => response.destroy());
  }

  #handlerFor(host: string): Handler {
    const { services, random, events, extra = [], authority, health } = this.#options;
    const { allowedHosts = [], corsOrigins } = this.#options;
    const names = WILDCARDS.has(host) ? allowedHosts : [host, ...allowedHosts];
    return new Handler({
      calls: this.#calls,
      ownRoutes: new OwnRoutes([...healthRoutes(services, health), ...extra]),
      guard: new Guard(names, { corsOrigins, verifies: authority !== undefined }),
      random,
      events,
      limits: this.#limits,
      authority,
      defaultScope: this.#options.defaultScope ?? DEFAULT_SCOPE,
    });
  }
}
