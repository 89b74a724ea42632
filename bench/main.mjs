// Measures what a person feels: how soon it is ready, what it takes while it waits, and how soon a
// poison pill is isolated; and the engine by itself. Prints a table; `--json` prints the figures,
// `--only engine` leaves the rest out. Run it when nothing else runs.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';

import { measureEngine } from './engine.mjs';

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const RUNS = 5;
const IDLE_MS = 5000;
const TICKS_PER_SECOND = 100;
const MAIN = new URL('../dist/cli/main.js', import.meta.url).pathname;
const TEMPLATE = new URL('../pattern/template.yaml', import.meta.url).pathname;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const now = () => performance.now();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The floor: a Node.js process that does nothing. */
function emptyProcessMs() {
  const begun = now();
  spawnSync(process.execPath, ['-e', '']);
  return now() - begun;
}

async function start(args) {
  const folder = mkdtempSync(join(tmpdir(), 'sluicebox-bench-'));
  const readyFile = join(folder, 'ready.json');
  const begun = now();
  const command = [MAIN, 'up', ...args, '--port', '0', '--ready-file', readyFile];
  const child = spawn(process.execPath, [...command, '--data', join(folder, 'data')]);
  await new Promise((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('Ctrl-C stops it.')) resolve();
    });
    child.once('exit', () => reject(new Error(`It did not start:\n${text}`)));
  });
  const readyMs = now() - begun;
  const { endpoint, pid } = JSON.parse(readFileSync(readyFile, 'utf8'));
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true });
  };
  return { endpoint, pid, readyMs, stop };
}

function residentMb(pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024;
}

function cpuMs(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1000;
}

async function idleShare(pid) {
  const before = cpuMs(pid);
  await sleep(IDLE_MS);
  return (cpuMs(pid) - before) / IDLE_MS;
}

/** From the put until the failure message is received, once for each run. */
async function isolationMs(endpoint) {
  const credentials = { accessKeyId: '000000000000', secretAccessKey: 'local' };
  const options = { endpoint, region: 'us-east-1', credentials };
  const [kinesis, sqs] = [new KinesisClient(options), new SQSClient(options)];
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'AnomalyDataQueue' }));
  const element = (mass) => ({
    Data: Buffer.from(
      JSON.stringify({ AtomicNumber: 5, Element: 'Boron', Symbol: 'B', AtomicMass: mass }),
    ),
    PartitionKey: 'elements',
  });
  const times = [];
  for (let run = 0; run < RUNS; run++) {
    const Records = [element(10.81), element('10.81')];
    const begun = now();
    await kinesis.send(new PutRecordsCommand({ StreamName: 'DataActivityKinesisStream', Records }));
    const received = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    times.push(now() - begun);
    const { ReceiptHandle } = received.Messages[0];
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
  kinesis.destroy();
  sqs.destroy();
  return median(times);
}

async function measure() {
  const floorMs = median(Array.from({ length: RUNS }, emptyProcessMs));
  const empty = [];
  const ready = [];
  for (let run = 0; run < RUNS; run++) {
    for (const [times, args] of [
      [empty, []],
      [ready, [TEMPLATE]],
    ]) {
      const { readyMs, stop } = await start(args);
      times.push(readyMs);
      await stop();
    }
  }
  const running = await start([TEMPLATE]);
  const idle = await idleShare(running.pid);
  const restingMb = residentMb(running.pid);
  const isolated = await isolationMs(running.endpoint);
  const workedMb = residentMb(running.pid);
  await running.stop();
  return {
    emptyNodeProcessMs: floorMs,
    emptyEndpointReadyMs: median(empty),
    patternReadyMs: median(ready),
    idleCpuShare: idle,
    residentMbIdle: restingMb,
    residentMbAfterWork: workedMb,
    poisonPillIsolatedMs: isolated,
  };
}

const isEngineOnly = process.argv.includes('engine');
const figures = { ...(isEngineOnly ? {} : await measure()), ...measureEngine() };
if (process.argv.includes('--json')) console.log(JSON.stringify(figures));
else for (const line of report(figures)) console.log(line);

function report(of) {
  const ms = (value) =>
    `${value.toFixed(0)} ms (${(value / of.emptyNodeProcessMs).toFixed(1)} × floor)`;
  const us = (value) =>
    `${value.toFixed(2)} µs a record (${(value / of.emptyLoopUs).toFixed(0)} ×)`;
  const mb = (value) => `${value.toFixed(0)} MB`;
  const rows = [
    ['floor: an empty Node.js process', of.emptyNodeProcessMs, (value) => `${value.toFixed(0)} ms`],
    ['command to ready, empty endpoint', of.emptyEndpointReadyMs, ms],
    ['command to ready, the pattern', of.patternReadyMs, ms],
    ['put to failure message received', of.poisonPillIsolatedMs, (v) => `${v.toFixed(0)} ms`],
    ['processor time while idle', of.idleCpuShare, (v) => `${(v * 100).toFixed(2)} % of a core`],
    ['resident memory, idle', of.residentMbIdle, mb],
    [`resident memory, after ${RUNS} poison pills`, of.residentMbAfterWork, mb],
    ['floor: an empty loop over the records', of.emptyLoopUs, (v) => `${v.toFixed(3)} µs a record`],
    ['engine, batches of 100', of.batchesOf100Us, us],
    ['engine, batches of 10,000', of.batchesOf10000Us, us],
    ['engine, ten lanes of batches of 100', of.tenLanesUs, us],
  ];
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  return [
    `${new Date().toISOString().slice(0, 10)} · Node.js ${process.version} · ${process.platform}`,
    `${cpus().length} × ${cpus()[0].model} · ${memory}\n`,
    '| measure | median |',
    '|---|---|',
    ...rows
      .filter(([, value]) => value !== undefined)
      .map(([name, value, write]) => `| ${name} | ${write(value)} |`),
  ];
}
