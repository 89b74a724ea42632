/**
 * Measures floor and product in turn, so that what disturbs the machine disturbs both: a warm-up
 * of each, then `rounds` runs of each. `warmUp` and `job` say how long a run is, for all, or by a
 * function of the side's name. `prepareRun` is called with that name before every run, untimed.
 *
 * @returns the runs of each side, e.g. `{ floor: [...], product: [...] }`
 */
export async function alternate(sides, { client, rounds, callers, warmUp, job, prepareRun }) {
  const names = Object.keys(sides);
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  const limits = (of, name) => (typeof of === 'function' ? of(name) : of);
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const { port } = sides[name];
      await prepareRun?.(name);
      const run = await client.run({ ...limits(round < 0 ? warmUp : job, name), callers, port });
      if (round >= 0) runs[name].push(run);
    }
  }
  return runs;
}
