/**
 * Measures floor and product in turn, so that what disturbs the machine disturbs both: a warm-up
 * of each, then `rounds` runs of each. `prepareRun` is called before every run, untimed.
 *
 * @returns the runs of each side, e.g. `{ floor: [...], product: [...] }`
 */
export async function alternate(sides, { client, rounds, warmUp, job, prepareRun }) {
  const names = Object.keys(sides);
  const runs = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const name of names) {
      const { port } = sides[name];
      await prepareRun?.(name);
      const run = await client.run({ ...job, ...(round < 0 ? warmUp : {}), port });
      if (round >= 0) runs[name].push(run);
    }
  }
  return runs;
}
