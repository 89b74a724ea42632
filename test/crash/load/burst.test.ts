import { expect, test } from 'vitest';
import { ManualClock } from '../../../src/clock/manual-clock.ts';
import { seededRandom } from '../../../src/random/random.ts';
import { Client } from '../client.ts';
import { Ledger } from '../ledger.ts';
import { WorldTime } from '../world-time.ts';
import { burst, type LoadContext } from './burst.ts';

function context(): LoadContext {
  return {
    client: new Client('http://127.0.0.1:1'), // never asked

    clock: new ManualClock(0),
    ledger: new Ledger(),
    random: seededRandom(1),
    run: 1,
    signal: AbortSignal.abort(),
    world: new WorldTime(),
  };
}

/** What is held against the server when its answer to one request is this error. */
async function refusals(error: Error, { isKilledMeanwhile = false } = {}) {
  const it = context();
  let steps = 0;
  const step = async () => {
    steps++;
    throw error;
  };
  await burst(step, { context: it, isOver: () => steps > 0 && isKilledMeanwhile });
  return it.ledger.refusals;
}

test('a request that has no whole answer is in order only when the server is being killed', async () => {
  const error = new Error('socket hang up');
  expect(await refusals(error, { isKilledMeanwhile: true })).toEqual([]);
  expect(await refusals(error)).toEqual(['Error: socket hang up']);
});

test('a refusal is in order only when a limit of AWS is named', async () => {
  const refusal = (name: string) =>
    Object.assign(new Error('no'), { name, $fault: 'client' as const });
  const killed = { isKilledMeanwhile: true };
  expect(await refusals(refusal('LimitExceededException'), killed)).toEqual([]);
  expect(await refusals(refusal('InternalFailure'), killed)).toEqual(['InternalFailure: no']);
});
