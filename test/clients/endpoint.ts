import { ManualClock } from '../../src/clock/manual-clock.ts';
import { systemClock } from '../../src/clock/system-clock.ts';
import { Gateway } from '../../src/gateway/gateway.ts';
import { Events } from '../../src/observe/events.ts';
import { seededRandom, systemRandom } from '../../src/random/random.ts';
import { memoryWorld } from '../memory-world.ts';
import { temporaryFolder } from '../running.ts';

/** An endpoint with nothing in it, as every other: the same calls are given the same answers. */
export interface FreshEndpoint extends AsyncDisposable {
  readonly url: string;
  advance(ms: number): void;
}

/** Starts one in this process. Time stands still in it, and chance repeats. */
export async function freshEndpoint(): Promise<FreshEndpoint> {
  const folder = temporaryFolder();
  const [clock, events] = [new ManualClock(), new Events()];
  const random = seededRandom(1);
  const world = memoryWorld({ clock, random, events, packagesDirectory: folder.path });
  // The ids of requests differ, as those of retries would.
  const chance = { clock: systemClock, random: systemRandom };
  const gateway = new Gateway({ services: world.services, events, ...chance });
  const { endpoint } = await gateway.listen({ host: '127.0.0.1', port: 0 });
  return {
    url: endpoint,
    advance: (ms) => clock.advance(ms),
    async [Symbol.asyncDispose]() {
      await world.stop(AbortSignal.abort());
      await gateway.close(0);
      folder[Symbol.dispose]();
    },
  };
}
