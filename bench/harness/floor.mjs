import { once } from 'node:events';
import { startModule, stopProcess } from './processes.mjs';

/**
 * Starts the floor: a bare HTTP server in a process of its own, which parses the body as JSON and
 * answers given bytes. `answers` has the bytes by `X-Amz-Target`, or by `''` for any.
 */
export async function startFloor(answers) {
  const child = startModule(new URL('floor-server.mjs', import.meta.url));
  child.send(answers);
  const [{ port }] = await once(child, 'message');
  return { port, stop: () => stopProcess(child) };
}
