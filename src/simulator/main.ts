import { parseArgs } from 'node:util';
import { systemClock } from '../clock/system-clock.ts';
import { runHistories, type Summary } from './histories.ts';
import type { Plan } from './plan.ts';
import { textOfPlan } from './plan-text.ts';
import { randomPlan } from './random-plan.ts';
import { shrink } from './shrink.ts';
import { simulate } from './simulate.ts';

const USAGE = `Lives through random histories of an event source mapping, and holds each against the
laws that it must keep.

  node dist/simulator/main.js [--histories N] [--minutes M] [--first SEED] [--json]
  node dist/simulator/main.js --seed SEED      one history, line by line`;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    first: { type: 'string', default: '1' },
    histories: { type: 'string' },
    minutes: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

// Whoever reads only the first lines is not told of an error.
process.stdout.on('error', () => process.exit());

if (values.help) console.log(USAGE);
else if (values.seed !== undefined) await replay(numberOf('seed', values.seed));
else await runMany();

async function runMany(): Promise<void> {
  const minutes = values.minutes === undefined ? undefined : numberOf('minutes', values.minutes);
  const histories =
    values.histories === undefined ? undefined : numberOf('histories', values.histories);
  const summary = await runHistories({
    clock: systemClock,
    firstSeed: numberOf('first', values.first),
    histories: histories ?? (minutes === undefined ? 2000 : Number.POSITIVE_INFINITY),
    ...(minutes !== undefined && { mostMs: minutes * 60_000 }),
  });
  console.log(values.json ? JSON.stringify(summary) : textOfSummary(summary));
  if (summary.failures.length === 0) return;
  process.exitCode = 1;
  if (!values.json) await showShrunk(randomPlan(summary.failures[0]?.seed as number));
}

async function replay(seed: number): Promise<void> {
  const plan = randomPlan(seed);
  if (!values.json) console.log(`${textOfPlan(plan)}\n`);
  const trace = values.json ? {} : { trace: (line: string) => console.log(line) };
  const result = await simulate(plan, trace);
  if (values.json) console.log(JSON.stringify({ plan, ...result }));
  const { violation } = result;
  if (!violation) return values.json ? undefined : console.log('\nNo law was broken.');
  process.exitCode = 1;
  if (values.json) return;
  console.log(`\nBROKEN: ${violation.invariant}: ${violation.what}`);
  await showShrunk(plan);
}

async function showShrunk(plan: Plan): Promise<void> {
  const small = await shrink(plan, async (candidate) => (await simulate(candidate)).violation);
  console.log(
    `\nThe smallest plan found that breaks it too (seed ${plan.seed}):\n\n${textOfPlan(small)}\n`,
  );
  const { violation } = await simulate(small, { trace: (line) => console.log(line) });
  console.log(`\nBROKEN: ${violation?.invariant}: ${violation?.what}`);
}

function textOfSummary({
  histories,
  records,
  invocations,
  recordsPerSecond,
  failures,
}: Summary): string {
  const lines = [
    `${histories} histories, ${records} records, ${invocations} invocations`,
    `${recordsPerSecond} records a second`,
    ...failures.map(
      ({ seed, violation: { invariant, what } }) =>
        `seed ${seed}: ${invariant}: ${what}\n  replay: node dist/simulator/main.js --seed ${seed}`,
    ),
    failures.length === 0 ? 'No law was broken.' : `${failures.length} histories broke a law.`,
  ];
  return lines.join('\n');
}

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (Number.isFinite(number) && number >= 0) return number;
  console.error(`--${name} must be a number, not ${text}.\n\n${USAGE}`);
  process.exit(2);
}
