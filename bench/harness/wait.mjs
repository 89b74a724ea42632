import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is not undefined. @throws Error naming what was waited for */
export async function waitFor(what, ask, { everyMs = 2, atMostMs = 30_000 } = {}) {
  const begun = performance.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() - begun > atMostMs)
      throw new Error(`${what} did not come within ${atMostMs} ms.`);
    await sleep(everyMs);
  }
}
