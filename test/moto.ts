import { available } from './available.ts';
import { Spawned } from './spawned.ts';

export const HAS_MOTO = available('python3', ['-c', 'import moto.server, flask']);

/** moto, an emulator that is not ours, on a port of its own; gone after `using`. */
export async function startMoto(): Promise<{
  readonly endpoint: string;
  [Symbol.asyncDispose](): Promise<void>;
}> {
  const server = new Spawned('python3', ['-m', 'moto.server', '-p', '0']);
  // The line goes on behind the address, so that the address is whole.
  await server.printed('Press CTRL+C');
  const endpoint = /Running on (http:\/\/127[\d.:]+)/.exec(server.output)?.[1];
  if (endpoint === undefined) throw new Error(server.output);
  return { endpoint, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}
