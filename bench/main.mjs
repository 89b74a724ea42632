// Runs the benchmarks, and prints a table. README.md says what they measure, and how to read it.
import { parseArgs } from 'node:util';
import { machine, reportLines } from './harness/report.mjs';
import { MEASURES } from './measures.mjs';
import { findPeers } from './peers/peers.mjs';

const { values: flags } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    whole: { type: 'boolean', default: false },
    durability: { type: 'string' },
  },
});

/**
 * How long and how often; a quick run shows that it works, and no more. V8 has compiled what a request
 * goes through after a second or so, in a bare server sooner.
 */
const PACES = {
  quick: { rounds: 1, runMs: 150, warmUpMs: 50 },
  normal: { rounds: 3, runMs: 700, warmUpMs: 1500 },
};

const names = flags.only?.split(',') ?? Object.keys(MEASURES);
const unknown = names.filter((name) => !(name in MEASURES));
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. There are: ${Object.keys(MEASURES).join(', ')}.`);
  process.exit(2);
}

const settings = {
  ...PACES[flags.quick ? 'quick' : 'normal'],
  quick: flags.quick,
  whole: flags.whole,
  durability: flags.durability,
  peers: flags.peers ? findPeers({ missing: (name) => console.error(`${name}: missing`) }) : [],
};
const rows = [];
for (const name of names) {
  const begun = performance.now();
  try {
    rows.push(...(await MEASURES[name](settings)).map((line) => ({ name, ...line })));
  } catch (error) {
    console.error(`${name} failed: ${error.stack}`);
    process.exitCode = 1;
  }
  const seconds = ((performance.now() - begun) / 1000).toFixed(0);
  console.error(`${name}: ${seconds} s`);
}
if (flags.json) console.log(JSON.stringify({ machine: machine(), rows }, undefined, 2));
else for (const line of reportLines(rows)) console.log(line);
