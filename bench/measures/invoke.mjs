import { alternate } from '../harness/alternate.mjs';
import { removeFolder, temporaryFolder } from '../harness/processes.mjs';
import { latencyRow } from '../harness/rows.mjs';
import { answersOf, withServers } from '../harness/servers.mjs';
import { writeTemplate } from '../harness/template.mjs';

/** Invoke of a warm function that does nothing, beside a bare HTTP round trip. */
export async function measureInvoke(settings) {
  const folder = temporaryFolder();
  const functions = { nothing: { module: 'does-nothing' } };
  const up = { template: writeTemplate(folder, { functions }) };
  const runs = await withServers({ settings, service: 'lambda', up }, async (world) => {
    const { client, product } = world;
    const options = { functionName: 'nothing', bytes: 1024 };
    await client.prepare({ kind: 'invoke', options });
    return alternate(await world.sides(await answersOf(client, product)), {
      client,
      callers: 1,
      rounds: settings.rounds,
      warmUp: { durationMs: settings.warmUpMs * 2 },
      job: { durationMs: settings.runMs },
    });
  });
  removeFolder(folder);
  const bar = { atMost: 0.6, of: 'difference' };
  return [
    latencyRow(runs, { measure: 'Invoke, warm, callers: 1, p50', at: 0.5, bar }),
    latencyRow(runs, { measure: 'Invoke, warm, callers: 1, p99', at: 0.99 }),
  ];
}
