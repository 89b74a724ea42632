import type { Service } from '../src/api/operation.ts';
import { systemClock } from '../src/clock/system-clock.ts';
import { Gateway } from '../src/gateway/gateway.ts';
import { Events } from '../src/observe/events.ts';
import { systemRandom } from '../src/random/random.ts';
import { MemoryStore } from '../src/store/memory-store.ts';
import { awsEnvironment } from './aws-environment.ts';

/** What services in a test are made with. */
export interface TestWorld {
  readonly store: MemoryStore;
  readonly clock: typeof systemClock;
  readonly random: typeof systemRandom;
  readonly events: Events;
}

/** An endpoint in this process that answers for some services alone. */
export class Endpoint {
  readonly url: string;
  readonly events: Events;
  readonly #gateway: Gateway;

  private constructor(url: string, events: Events, gateway: Gateway) {
    this.url = url;
    this.events = events;
    this.#gateway = gateway;
  }

  static async start(services: (world: TestWorld) => readonly Service[]): Promise<Endpoint> {
    const world = {
      store: new MemoryStore(),
      clock: systemClock,
      random: systemRandom,
      events: new Events(),
    };
    const gateway = new Gateway({ ...world, services: services(world) });
    const { endpoint } = await gateway.listen({ host: '127.0.0.1', port: 0 });
    return new Endpoint(endpoint, world.events, gateway);
  }

  /** What points AWS's clients here. */
  get env(): NodeJS.ProcessEnv {
    return awsEnvironment(this.url, { account: '123456789012', region: 'eu-west-1' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#gateway.close(0);
  }
}
