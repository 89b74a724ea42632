import { alternate } from '../harness/alternate.mjs';
import { latencyRow, rateRow } from '../harness/rows.mjs';
import { answersOf, withServers } from '../harness/servers.mjs';
import { createStream } from '../harness/stream.mjs';

/** PutRecord of 1 KiB: how long one takes, and how many go through with eight callers. */
export function measurePutRecord(settings) {
  return withServers({ settings, service: 'kinesis' }, async (world) => {
    const { client, product } = world;
    const stream = 'put-record';
    await world.each(({ port }) => createStream(port, stream, 1));
    await client.prepare({ kind: 'put-record', options: { stream, bytes: 1024 } });
    const sides = await world.sides(await answersOf(client, product));
    const measure = (callers) =>
      alternate(sides, {
        client,
        rounds: settings.rounds,
        warmUp: { durationMs: settings.warmUpMs },
        callers,
        job: { durationMs: settings.runMs },
      });
    const [one, eight] = [await measure(1), await measure(8)];
    return [
      latencyRow(one, { measure: 'PutRecord, callers: 1, p50', at: 0.5, bar: { atMost: 1.6 } }),
      latencyRow(one, { measure: 'PutRecord, callers: 1, p99', at: 0.99, bar: { atMost: 3 } }),
      rateRow(eight, {
        measure: 'PutRecord, callers: 8',
        unit: 'records/s',
        bar: { atLeast: 0.5 },
      }),
    ];
  });
}
