import { once } from 'node:events';
import { startModule, stopProcess } from './processes.mjs';

/**
 * Starts the floor of stream-to-handler: a process that ships the bytes of events to one process
 * for each shard, which parses them and calls the function `module`. One batch is in flight for
 * each shard. `ship(records)` resolves when so many were handled; the processes stay warm.
 */
export async function startShipper(options) {
  const child = startModule(new URL('shipper.mjs', import.meta.url));
  const ask = async (action, argument) => {
    child.send({ action, argument });
    const [{ error }] = await once(child, 'message');
    if (error) throw new Error(error);
  };
  await ask('start', options);
  return { ship: (records) => ask('ship', records), stop: () => stopProcess(child) };
}
