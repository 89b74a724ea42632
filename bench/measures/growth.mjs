import { join } from 'node:path';
import { startClient } from '../harness/client.mjs';
import { memoryMb, removeFolder, temporaryFolder } from '../harness/processes.mjs';
import { row } from '../harness/rows.mjs';
import { startSluicebox } from '../harness/sluicebox.mjs';
import { median } from '../harness/statistics.mjs';
import { createStream } from '../harness/stream.mjs';
import { firstAnswerMs } from './start.mjs';

const PER_REQUEST = 500;
const WINDOW = 50_000;
const WINDOWS = 5;
const CALLERS = 4;

/** What a stream of millions of records costs: the rate of PutRecords, memory, the next start. */
export async function measureGrowth({ quick, whole, durability }) {
  const records = quick ? 700_000 : 5_000_000;
  const bytes = whole ? 1024 : 100;
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  const measure = `PutRecords of ${bytes} bytes at ${(records / 1e6).toFixed(1)} million stored`;
  const { completedMs, anonymousMb } = await fill({ records, bytes, data, durability });
  const rates = ratesOfWindows(completedMs);
  const startMs = await firstAnswerMs({ data, durability });
  removeFolder(folder);
  return [
    row({
      measure: `${measure}, floor: at 50 thousand`,
      unit: 'records/s',
      floor: median(rates.slice(1, 1 + WINDOWS)),
      product: median(rates.slice(-WINDOWS)),
      bar: { atLeast: 0.9 },
    }),
    row({
      measure: 'most anonymous memory meanwhile',
      unit: 'MB',
      product: anonymousMb,
      bar: { atMost: 200, of: 'product' },
    }),
    row({
      measure: 'command to first answer with these records',
      unit: 'ms',
      product: startMs,
      bar: { atMost: 1000, of: 'product' },
    }),
  ];
}

async function fill({ records, bytes, data, durability }) {
  const sluicebox = await startSluicebox({ data, durability });
  const client = startClient();
  let anonymousMb = 0;
  const look = () => {
    anonymousMb = Math.max(anonymousMb, memoryMb(sluicebox.pid, 'RssAnon'));
  };
  const looking = setInterval(look, 100);
  try {
    const { port } = sluicebox;
    const stream = 'growth';
    await createStream(port, stream, 4);
    await client.prepare({
      kind: 'put-records',
      options: { stream, records: PER_REQUEST, bytes, bodies: 100 },
    });
    const conversations = records / PER_REQUEST;
    const { completedMs } = await client.run({ port, callers: CALLERS, conversations });
    return { completedMs, anonymousMb };
  } finally {
    clearInterval(looking);
    await client.stop();
    await sluicebox.stop();
  }
}

/** Records a second in each window of 50,000 records. */
function ratesOfWindows(completedMs) {
  const requests = WINDOW / PER_REQUEST;
  const rates = [];
  for (let end = requests; end <= completedMs.length; end += requests) {
    const begun = end === requests ? 0 : completedMs[end - requests - 1];
    rates.push((WINDOW * 1000) / (completedMs[end - 1] - begun));
  }
  return rates;
}
