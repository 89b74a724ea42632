import { startClient } from './client.mjs';
import { startFloor } from './floor.mjs';
import { startSluicebox } from './sluicebox.mjs';

/**
 * Starts what a measure by HTTP needs, calls `measure`, and stops it all: the load client, the
 * product, the peers that have the service. `sides(answers)` adds a floor that answers those bytes,
 * and has everything that is to be alternated by its name.
 */
export async function withServers({ settings, service, up }, measure) {
  const running = [];
  const keep = (server) => {
    running.push(server);
    return server;
  };
  try {
    const client = keep(startClient());
    const product = keep(await startSluicebox({ durability: settings.durability, ...up }));
    const peers = {};
    for (const peer of settings.peers.filter(({ services }) => services.includes(service)))
      peers[peer.name] = keep(await peer.start());
    let floor;
    const sides = async (answers) => {
      await floor?.stop();
      floor = keep(await startFloor(answers));
      return { floor, product, ...peers };
    };
    return await measure({ client, product, servers: { product, ...peers }, sides });
  } finally {
    for (const server of running.reverse()) await server.stop();
  }
}

/** The first answer of the product to the prepared requests, for a floor that answers the same. */
export async function answersOf(client, { port }) {
  const [body] = await client.sample({ port });
  return { '': body };
}
