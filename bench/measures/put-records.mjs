import { alternate } from '../harness/alternate.mjs';
import { rateRow } from '../harness/rows.mjs';
import { answersOf, withServers } from '../harness/servers.mjs';
import { createStream } from '../harness/stream.mjs';

const CASES = [
  { callers: 1, shards: 1 },
  { callers: 8, shards: 1 },
  { callers: 1, shards: 4 },
  { callers: 8, shards: 4 },
];

/** PutRecords, 500 records of 1 KiB in a request, each with a partition key of its own. */
export function measurePutRecords(settings) {
  return withServers({ settings, service: 'kinesis' }, async (world) => {
    const rows = [];
    for (const each of CASES) rows.push(await measureCase(world, { ...each, settings }));
    return rows;
  });
}

async function measureCase(world, { callers, shards, settings }) {
  const { client, product } = world;
  const stream = `put-records-${shards}-${callers}`;
  await world.each(({ port }) => createStream(port, stream, shards));
  await client.prepare({ kind: 'put-records', options: { stream, records: 500, bytes: 1024 } });
  const runs = await alternate(await world.sides(await answersOf(client, product)), {
    client,
    rounds: settings.rounds,
    warmUp: { durationMs: settings.warmUpMs },
    callers,
    job: { durationMs: settings.runMs },
  });
  return rateRow(runs, {
    measure: `PutRecords, callers: ${callers}, shards: ${shards}`,
    unit: 'records/s',
    bar: { atLeast: 0.45 },
  });
}
