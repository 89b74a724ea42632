import { alternate } from '../harness/alternate.mjs';
import { rateRow } from '../harness/rows.mjs';
import { withServers } from '../harness/servers.mjs';
import { createStream, firstPages } from '../harness/stream.mjs';

const PAGE_RECORDS = 10_000;
const PAGES = 4;
const RECORDS_PER_PUT = 500;

/** GetRecords, whole pages of 10,000 records (of 1 KiB: nearly the 10 MiB that a page may have). */
export function measureGetRecords(settings) {
  return withServers({ settings, service: 'kinesis' }, async (world) => [
    await measurePages(world, { bytes: 100, settings }),
    await measurePages(world, { bytes: 1024, settings }),
  ]);
}

async function measurePages(world, { bytes, settings }) {
  const stream = `get-records-${bytes}`;
  const { client } = world;
  await client.prepare({
    kind: 'put-records',
    options: { stream, records: RECORDS_PER_PUT, bytes },
  });
  const conversations = (PAGES * PAGE_RECORDS) / RECORDS_PER_PUT;
  const pages = await world.each(async ({ port, isPeer }) => {
    await createStream(port, stream, 1);
    const atMostMs = isPeer ? 20_000 : undefined;
    await client.run({ port, callers: 1, conversations, atMostMs });
    return firstPages(port, { StreamName: stream, Limit: PAGE_RECORDS, pages: PAGES });
  });
  const runs = await alternate(await world.sides({ '': pages.product[0].body }), {
    client,
    rounds: settings.rounds,
    warmUp: { durationMs: settings.warmUpMs },
    callers: 1,
    job: { durationMs: settings.runMs },
    prepareRun: (name) =>
      client.prepare({ kind: 'get-records', options: { pages: pages[name] ?? pages.product } }),
  });
  return rateRow(runs, {
    measure: `GetRecords, pages of 10,000 × ${bytes} bytes`,
    unit: 'records/s',
    bar: { atLeast: 0.5 },
  });
}
