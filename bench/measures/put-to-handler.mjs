import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { awsRequest } from '../harness/aws-request.mjs';
import { HttpConnection } from '../harness/http-connection.mjs';
import { removeFolder, temporaryFolder } from '../harness/processes.mjs';
import { row } from '../harness/rows.mjs';
import { startSluicebox } from '../harness/sluicebox.mjs';
import { percentile } from '../harness/statistics.mjs';
import { FROM_STREAM, writeTemplate } from '../harness/template.mjs';
import { waitFor } from '../harness/wait.mjs';

const STREAM = 'arrivals';
const WARM_UP = 30;
/** Long enough for the system to be idle again. */
const PAUSE_MS = 15;

/** From before PutRecord is sent until the handler has the record; nothing else happens. */
export async function measurePutToHandler({ quick, durability }) {
  const folder = temporaryFolder();
  const noted = join(folder, 'noted');
  writeFileSync(noted, '');
  const notes = { module: 'notes-arrivals', environment: { NOTED: noted }, events: FROM_STREAM };
  const template = writeTemplate(folder, { functions: { notes }, streamName: STREAM });
  const sluicebox = await startSluicebox({ template, durability });
  try {
    const sent = await putOneByOne(sluicebox.port, WARM_UP + (quick ? 20 : 300));
    const arrived = await waitFor('The last record', () => {
      const lines = readFileSync(noted, 'utf8').trim().split('\n');
      return lines.length >= sent.length ? lines.map((line) => line.split(' ')) : undefined;
    });
    const times = arrived.map(([id, at]) => Number(BigInt(at) - sent[id]) / 1e6).slice(WARM_UP);
    const line = (name, at, atMost) =>
      row({
        measure: `put to handler, idle system, ${name}`,
        unit: 'ms',
        product: percentile(times, at),
        bar: { atMost, of: 'product' },
      });
    return [line('p50', 0.5, 3), line('p99', 0.99, 10)];
  } finally {
    await sluicebox.stop();
    removeFolder(folder);
  }
}

async function putOneByOne(port, count) {
  const connection = new HttpConnection(port);
  const sent = [];
  for (let id = 0; id < count; id++) {
    const Data = Buffer.from(JSON.stringify({ id })).toString('base64');
    const request = awsRequest(
      { service: 'kinesis', operation: 'PutRecord' },
      { StreamName: STREAM, PartitionKey: 'one', Data },
    );
    sent.push(process.hrtime.bigint());
    const { status } = await connection.send(request);
    if (status !== 200) throw new Error(`PutRecord: ${status}`);
    await sleep(PAUSE_MS);
  }
  connection.close();
  return sent;
}
