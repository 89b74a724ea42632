import { startClient } from './client.mjs';
import { startFloor } from './floor.mjs';
import { startSluicebox } from './sluicebox.mjs';

/**
 * Starts what a measure by HTTP needs, calls `measure` with it, and stops it all: the load client,
 * the product, the peers that have the service.
 */
export async function withServers({ settings, service, up }, measure) {
  const running = [];
  try {
    const client = startClient();
    running.push(client);
    const product = await startSluicebox({ durability: settings.durability, ...up });
    running.push(product);
    const servers = { product };
    for (const peer of settings.peers.filter(({ services }) => services.includes(service))) {
      await orLeaveOut(servers, peer.name, async () => {
        servers[peer.name] = await peer.start();
        running.push(servers[peer.name]);
      });
    }
    return await measure(new World({ client, servers, running }));
  } finally {
    for (const server of running.reverse()) await server.stop();
  }
}

/** The servers of a measure. A peer that cannot do what is asked is left out, aloud. */
class World {
  #servers;
  #running;
  #floor;

  constructor({ client, servers, running }) {
    this.client = client;
    this.product = servers.product;
    this.#servers = servers;
    this.#running = running;
  }

  /** Calls `prepare(server, name)` for the product and for each peer; answers results by name. */
  async each(prepare) {
    const results = {};
    for (const [name, server] of Object.entries(this.#servers))
      await orLeaveOut(this.#servers, name, async () => {
        const { awake = (act) => act() } = server;
        results[name] = await awake(() => prepare(server, name));
      });
    return results;
  }

  /** What is to be alternated, by name: a floor that answers these bytes, product, peers. */
  async sides(answers) {
    if (this.#floor) await this.#floor.stop();
    this.#floor = await startFloor(answers);
    this.#running.push(this.#floor);
    return { floor: this.#floor, ...this.#servers };
  }
}

async function orLeaveOut(servers, name, act) {
  try {
    await act();
  } catch (error) {
    if (name === 'product') throw error;
    console.error(`  ${name} is left out: ${error.message.split('\n')[0]}`);
    delete servers[name];
  }
}

/** The first answer of the product to the prepared requests, for a floor that answers the same. */
export async function answersOf(client, { port }) {
  const [body] = await client.sample({ port });
  return { '': body };
}
