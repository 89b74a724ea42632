import { sleep } from '../clock/clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { Authority } from '../gateway/authority.ts';
import { Gateway, type GatewayAddress } from '../gateway/gateway.ts';
import { type Access, accessRoute } from './access-route.ts';
import { archiveRoute } from './archive-route.ts';
import { clearStore } from './clear-store.ts';
import { clockRoutes } from './clock-routes.ts';
import { type Ending, ending } from './ending.ts';
import { eventRoutes } from './event-routes.ts';
import { healthOf } from './health.ts';
import { type AccessKey, keysOf } from './keys.ts';
import { resetRoute } from './reset-route.ts';
import type { Time } from './time.ts';
import { World, type WorldOptions } from './world.ts';

export interface EndpointOptions
  extends Pick<WorldOptions, 'events' | 'random' | 'pace' | 'limits' | 'packagesDirectory'> {
  readonly time: Time;
  /** What requests have to be signed with; absent: everybody is believed. */
  readonly accessKeys?: readonly AccessKey[] | undefined;
  /** Host names to answer to besides those of this machine. */
  readonly allowedHosts?: readonly string[] | undefined;
  /** Origins of web pages that may ask. */
  readonly corsOrigins?: readonly string[] | undefined;
}

/** Where to listen; with TLS, also the file of the authority behind its certificate. */
interface EndpointAddress extends GatewayAddress {
  readonly tls?: (NonNullable<GatewayAddress['tls']> & { readonly caFile: string }) | undefined;
}

/** How long what is under way may take, in real time, when the world is stopped. */
const GRACE_MS = 5000;

/** A gateway and the world behind it, in place of which a new one can be put. */
export class Endpoint {
  readonly #options: EndpointOptions;
  readonly #functionSecret: string | undefined;
  readonly #gateway: Gateway;
  #parts: Ending;
  #world: World;
  #url = '';
  #tls: Access['tls'];
  #fill: (world: World) => Promise<void> = async () => {};

  constructor(options: EndpointOptions) {
    const { time, events, random, accessKeys, corsOrigins, allowedHosts } = options;
    this.#options = options;
    this.#functionSecret = accessKeys && random.hex(40);
    this.#parts = ending(time);
    this.#world = this.#newWorld();
    const isBusy = () => this.#world.functions.activeInvocations > 0;
    const extra = [
      ...clockRoutes(time, isBusy),
      ...eventRoutes(events, time.clock),
      archiveRoute((kind, sha256) => this.#world.lambda.archive(kind, sha256)),
      resetRoute(() => this.reset()),
      accessRoute(accessKeys, () => this.tls),
    ];
    const temporary = (accessKeyId: string) => this.#world.sessions.secretsOf(accessKeyId);
    const keys = accessKeys && keysOf(accessKeys, this.#functionSecret ?? '', temporary);
    const authority = keys && new Authority(keys, systemClock);
    const { services } = this.#world;
    // Whoever stops the world waits in real time, also where the world's own clock stands still.
    const clock = systemClock;
    const health = () => healthOf(time, this.#world);
    this.#gateway = new Gateway({
      ...{ services, clock, random, events, extra, authority, health, corsOrigins, allowedHosts },
    });
  }

  /** The world behind it now. */
  get world(): World {
    return this.#world;
  }

  /** Where clients reach it, for example `http://127.0.0.1:4566`; '' before `listen`. */
  get url(): string {
    return this.#url;
  }

  /** The same with encryption, where that is listened for, and whom clients have to trust there. */
  get tls(): Access['tls'] {
    return this.#tls;
  }

  /** Begins to answer requests. Rejects when the port is taken. */
  async listen(address: EndpointAddress): Promise<void> {
    const { endpoint, tlsEndpoint } = await this.#gateway.listen(address);
    this.#url = endpoint;
    const caFile = address.tls?.caFile;
    if (tlsEndpoint && caFile) this.#tls = { endpoint: tlsEndpoint, caFile };
  }

  /** Fills the world, and after a reset each new one. */
  async fillWith(fill: (world: World) => Promise<void>): Promise<void> {
    await fill(this.#world);
    this.#fill = fill;
  }

  /**
   * Ends the world with everything that is kept, and begins a new one, filled as the first was. Time
   * goes on. Calls under way are ended, those that come meanwhile wait for the new world. Rejects
   * when the store cannot be cleared, with everything still there, or when filling fails.
   */
  async reset(): Promise<void> {
    let failure: { readonly error: unknown } | undefined;
    const failed = (error: unknown) => {
      failure ??= { error };
    };
    await this.#gateway.exchange(async (idle) => {
      await this.#end(idle);
      await clearStore(this.#options.time.store).catch(failed);
      this.#parts = ending(this.#options.time);
      this.#world = this.#newWorld();
      await this.#fill(this.#world).catch(failed);
      await this.#world.lambda.restore();
      await this.#world.mappings.restore();
      return this.#world.services;
    });
    if (failure) throw failure.error;
  }

  /**
   * Stops everything but the store, which belongs to whoever opened it: batches under way are
   * brought to their end within a bound, then sandboxes and requests.
   */
  async close(): Promise<void> {
    const late = new AbortController();
    const timer = systemClock.at(systemClock.now() + GRACE_MS, () => late.abort());
    await this.#world.stop(late.signal);
    timer.cancel();
    await this.#gateway.close(GRACE_MS);
    await this.#world.flush();
  }

  /** Ends the world for good: what it would still do does not count any more. */
  async #end(idle: Promise<void>): Promise<void> {
    await this.#world.stop(AbortSignal.abort());
    await Promise.race([idle, sleep(systemClock, GRACE_MS)]);
    await this.#world.flush();
    this.#parts.end();
  }

  #newWorld(): World {
    const { events, random, pace, limits, packagesDirectory } = this.#options;
    const { store, clock, sandboxClock } = this.#parts;
    const endpoint = () => this.#url;
    const functionSecret = this.#functionSecret;
    return new World({
      ...{ store, clock, sandboxClock, events, random, pace, limits, endpoint, functionSecret },
      packagesDirectory,
    });
  }
}
