import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { callAws } from '../harness/aws-request.mjs';
import { cpuMs, memoryMb } from '../harness/processes.mjs';
import { row } from '../harness/rows.mjs';
import { startSluicebox } from '../harness/sluicebox.mjs';
import { median } from '../harness/statistics.mjs';

const TEMPLATE = fileURLToPath(new URL('../../pattern/template.yaml', import.meta.url));
const PILLS = 5;
const POISON_PILL = [element(10.81), element('10.81')];

function element(AtomicMass) {
  const data = { AtomicNumber: 5, Element: 'Boron', Symbol: 'B', AtomicMass };
  return {
    Data: Buffer.from(JSON.stringify(data)).toString('base64'),
    PartitionKey: 'elements',
  };
}

/** The pattern: what it takes while nothing happens, and how soon a poison pill is isolated. */
export async function measureResident({ quick, durability }) {
  const sluicebox = await startSluicebox({ template: TEMPLATE, durability });
  try {
    const { pid, port } = sluicebox;
    // What is done once, behind the start, does not belong to the idle time.
    await sleep(1000);
    const idleMs = quick ? 1000 : 5000;
    const before = cpuMs(pid);
    await sleep(idleMs);
    const idle = (cpuMs(pid) - before) / idleMs;
    const restingMb = memoryMb(pid, 'VmRSS');
    const isolated = await isolationMs(port);
    const product = memoryMb(pid, 'VmRSS');
    const atMost = 0.005;
    return [
      row({
        measure: 'idle, the pattern, share of a core',
        unit: 'share',
        product: idle,
        bar: { atMost, of: 'product' },
      }),
      row({ measure: 'resident memory, idle', unit: 'MB', product: restingMb }),
      row({ measure: `resident memory, after ${PILLS} poison pills`, unit: 'MB', product }),
      row({ measure: 'put to failure message received', unit: 'ms', product: isolated }),
    ];
  } finally {
    await sluicebox.stop();
  }
}

/** From the put of a poison pill until its failure message is received. */
async function isolationMs(port) {
  const sqs = (operation, input) => callAws(port, { service: 'sqs', operation }, input);
  const { QueueUrl } = await sqs('GetQueueUrl', { QueueName: 'AnomalyDataQueue' });
  const times = [];
  for (let run = 0; run < PILLS; run++) {
    const begun = performance.now();
    await callAws(
      port,
      { service: 'kinesis', operation: 'PutRecords' },
      { StreamName: 'DataActivityKinesisStream', Records: POISON_PILL },
    );
    const { Messages } = await sqs('ReceiveMessage', { QueueUrl, WaitTimeSeconds: 20 });
    times.push(performance.now() - begun);
    const [{ ReceiptHandle }] = Messages;
    await sqs('DeleteMessage', { QueueUrl, ReceiptHandle });
  }
  return median(times);
}
