import { parseArgs } from 'node:util';
import { MessageChannel } from 'node:worker_threads';
import { systemClock } from '../../src/clock/system-clock.ts';
import { type Outcome, runCampaign } from './campaign.ts';
import { campaignsOf, textOfOutcome } from './campaigns.ts';
import { MODES, type ModeName } from './modes.ts';

const USAGE = `Kills the built server again and again, in the middle of its work, and checks that nothing
that it acknowledged is lost, doubled or out of order.

  npm run crash -- [--kills N] [--seed N] [--mode ${Object.keys(MODES).join('|')}]

Without --mode: N kills under mixed load, and a tenth of that in each of the other modes.`;

/** Runs what the arguments ask for; the exit status tells whether a law was broken. */
export async function main(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      kills: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      mode: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const [kills, seed] = [Number(values.kills), Number(values.seed)];
  const isMode = values.mode === undefined || Object.hasOwn(MODES, values.mode);
  if (values.help || !isMode || !(kills > 0) || !Number.isInteger(seed)) {
    console.log(USAGE);
    if (!values.help) process.exitCode = 2;
    return;
  }
  // The clock's timers do not keep a process alive, and between two servers nothing else does.
  const { port1 } = new MessageChannel();
  port1.on('message', () => {});
  for (const campaign of campaignsOf({ kills, seed, mode: values.mode as ModeName | undefined })) {
    const begunMs = systemClock.now();
    const outcome: Outcome = await runCampaign({ ...campaign, clock: systemClock });
    console.log(textOfOutcome(campaign, outcome, systemClock.now() - begunMs));
    if (outcome.broken) process.exitCode = 1;
  }
  port1.close();
}
