import { parseArgs } from 'node:util';
import { systemClock } from '../../src/clock/system-clock.ts';
import { type Finding, REQUESTS_OF_A_HISTORY, runHistory } from './history.ts';
import { runHistories } from './run.ts';

const USAGE = `Sends random requests to an endpoint in this process, and sees that none crashes it, hangs, or is
answered with an error of its own.

  npm run fuzz -- [--requests N] [--first SEED]
  npm run fuzz -- --seed SEED      the requests of one seed, one by one`;

/** Does what the arguments say; the exit status is 1 when something was found. */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      first: { type: 'string', default: '1' },
      requests: { type: 'string', default: '100000' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const beganMs = systemClock.now();
  const found =
    values.seed === undefined
      ? await runHistories({ requests: Number(values.requests), first: Number(values.first) })
      : await replay(Number(values.seed));
  const seconds = Math.round((systemClock.now() - beganMs) / 1000);
  if (!found) return console.log(`Nothing was found in ${seconds} s.`);
  console.log(describe(found));
  process.exitCode = 1;
}

function replay(seed: number): Promise<Finding | undefined> {
  let sent = 0;
  return runHistory({
    seed,
    onAnswer({ method, path, headers, body }, { status, body: answer }) {
      const what = headers['x-amz-target'] ?? `${method} ${path}`;
      console.log(
        `${++sent}/${REQUESTS_OF_A_HISTORY} ${what} ${textOf(body)} → ${status} ${textOf(answer)}`,
      );
    },
  });
}

const textOf = (body: string | Uint8Array) =>
  JSON.stringify(Buffer.from(body).toString().slice(0, 300));

/** What was wrong, and how to see it again. */
export function describe({ seed, request, problem }: Finding): string {
  const { method, path, headers, body } = request;
  const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  return [
    problem,
    `  ${method} ${path}`,
    ...lines,
    `  ${textOf(body)}`,
    `Again: npm run fuzz -- --seed ${seed}`,
  ].join('\n');
}
