import { once } from 'node:events';
import { startModule, stopProcess } from './processes.mjs';

/**
 * Starts a load client, which talks to floor and product alike. Any answer that is no success
 * rejects.
 *
 * @returns `prepare({ kind, options })` builds the requests; `sample({ port, count })` sends the
 * first ones, and answers their bodies; `run({ port, callers, durationMs | conversations })` sends
 * them for so long or so often, and measures.
 */
export function startClient() {
  const child = startModule(new URL('load-client.mjs', import.meta.url), {
    execArgv: ['--max-semi-space-size=32'],
  });
  const ask = async (action, job) => {
    child.send({ action, ...job });
    const [{ result, error }] = await once(child, 'message');
    if (error) throw new Error(error);
    return result;
  };
  return {
    prepare: (job) => ask('prepare', job),
    sample: (job) => ask('sample', { count: 1, ...job }),
    run: (job) => ask('run', job),
    stop: () => stopProcess(child),
  };
}
