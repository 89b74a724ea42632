/** A run of a peer is given up after so long. */
const PATIENCE_MS = 10_000;

/**
 * Measures floor and product in turn, so that what disturbs the machine disturbs both: a warm-up
 * of each, then `rounds` runs of each. `warmUp` and `job` say how long a run is, for all, or by a
 * function of the side's name. `prepareRun` is called with that name before every run, untimed.
 * A peer that fails is left out, aloud; anything else that fails rejects.
 *
 * @returns the runs of each side, e.g. `{ floor: [...], product: [...] }`
 */
export async function alternate(sides, { client, rounds, callers, warmUp, job, prepareRun }) {
  const runs = Object.fromEntries(Object.keys(sides).map((name) => [name, []]));
  const limits = (of, name) => (typeof of === 'function' ? of(name) : of);
  for (let round = -1; round < rounds; round++) {
    for (const name of Object.keys(runs)) {
      const { port, isPeer, awake = (act) => act() } = sides[name];
      try {
        await awake(async () => {
          await prepareRun?.(name);
          const atMostMs = isPeer ? PATIENCE_MS : undefined;
          const limit = limits(round < 0 ? warmUp : job, name);
          const run = await client.run({ ...limit, atMostMs, callers, port });
          if (round >= 0) runs[name].push(run);
        });
      } catch (error) {
        if (!isPeer) throw error;
        console.error(`  ${name} is left out: ${error.message.split('\n')[0]}`);
        delete runs[name];
      }
    }
  }
  return runs;
}
