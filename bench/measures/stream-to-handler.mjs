import { join } from 'node:path';
import { startClient } from '../harness/client.mjs';
import { createMapping } from '../harness/mapping.mjs';
import { forget, handledPerSecond } from '../harness/noted.mjs';
import { removeFolder, temporaryFolder } from '../harness/processes.mjs';
import { row } from '../harness/rows.mjs';
import { startShipper } from '../harness/shipping-floor.mjs';
import { startSluicebox } from '../harness/sluicebox.mjs';
import { median } from '../harness/statistics.mjs';
import { createStream } from '../harness/stream.mjs';
import { writeTemplate } from '../harness/template.mjs';

const MODULE = 'parses-every-record';
const BYTES = 100;
/** So many times as many records for the floor, which is quicker, to measure about as long. */
const FLOOR_TIMES = 2;
/** How often a stream is worked through before it is measured: most of all before the first time. */
const WARM_UPS = { first: 4, later: 2 };
const SHARDS = [1, 4];
const BATCH_SIZES = [100, 1000];
/** Name of the function, and whether it logs a line for each batch. */
const FUNCTIONS = { silent: 'false', logging: 'true' };

/** Records that were stored before, until a handler has parsed each of them. */
export async function measureStreamToHandler(settings) {
  const folder = temporaryFolder();
  const noted = join(folder, 'noted');
  forget(noted);
  const environments = Object.fromEntries(
    Object.entries(FUNCTIONS).map(([name, LOGS]) => [name, { NOTED: noted, LOGS }]),
  );
  const functions = Object.fromEntries(
    Object.entries(environments).map(([name, environment]) => [
      name,
      { module: MODULE, environment },
    ]),
  );
  const template = writeTemplate(folder, { functions });
  const sluicebox = await startSluicebox({ template, durability: settings.durability });
  try {
    const rows = [];
    for (const shards of SHARDS) {
      const stream = await fillStream(sluicebox, { shards, records: recordsOf(settings) });
      for (const batchSize of BATCH_SIZES)
        for (const [name, environment] of Object.entries(environments)) {
          const warmUps = rows.length === 0 ? WARM_UPS.first : WARM_UPS.later;
          const about = { stream, shards, batchSize, name, environment, noted, settings, warmUps };
          rows.push(await measureCase(sluicebox, about));
        }
    }
    return rows;
  } finally {
    await sluicebox.stop();
    removeFolder(folder);
  }
}

const recordsOf = ({ quick }) => (quick ? 8000 : 144_000);

async function fillStream({ port }, { shards, records }) {
  const stream = `stream-${shards}`;
  const perRequest = 500;
  await createStream(port, stream, shards);
  const client = startClient();
  await client.prepare({
    kind: 'put-records',
    options: { stream, records: perRequest, bytes: BYTES, contents: 'document' },
  });
  await client.run({ port, callers: 1, conversations: records / perRequest });
  await client.stop();
  return stream;
}

async function measureCase({ port }, { stream, shards, batchSize, name, environment, ...rest }) {
  const { noted, settings, warmUps } = rest;
  const records = recordsOf(settings);
  const options = { shards, batchSize, module: MODULE, environment, bytes: BYTES };
  const shipper = await startShipper(options);
  const sides = {
    floor: async () => {
      await shipper.ship(FLOOR_TIMES * records);
      return handledPerSecond(noted, FLOOR_TIMES * records);
    },
    product: async () => {
      const end = await createMapping(port, { streamName: stream, functionName: name, batchSize });
      const perSecond = await handledPerSecond(noted, records);
      await end();
      return perSecond;
    },
  };
  const rates = { floor: [], product: [] };
  for (let round = -warmUps; round < settings.rounds; round++) {
    for (const [side, measure] of Object.entries(sides)) {
      forget(noted);
      const perSecond = await measure();
      if (round >= 0) rates[side].push(perSecond);
    }
  }
  await shipper.stop();
  return row({
    measure: `stream to handler, ${name}, batches of ${batchSize}, shards: ${shards}`,
    unit: 'records/s',
    floor: median(rates.floor),
    product: median(rates.product),
    bar: { atLeast: 0.5 },
  });
}
