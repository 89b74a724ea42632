import type { CampaignOptions, Outcome } from './campaign.ts';
import { MODES, type ModeName } from './modes.ts';

type Planned = Omit<CampaignOptions, 'clock'>;

/** How many of the violations of one law and campaign are told. */
const MOST_TOLD = 5;

/** What to run: one mode, or, without, mixed load and a tenth of the kills in each other mode. */
export function campaignsOf({
  kills,
  seed,
  mode,
}: {
  kills: number;
  seed: number;
  mode?: ModeName | undefined;
}): Planned[] {
  if (mode) return inFolders({ kills, seed, mode });
  return (Object.keys(MODES) as ModeName[]).flatMap((each) => {
    const share = each === 'mixed' ? kills : Math.max(3, Math.ceil(kills / 10));
    return inFolders({ kills: share, seed, mode: each });
  });
}

/** A campaign for each folder; the seed tells them apart. */
function inFolders({ kills, seed, mode }: Planned): Planned[] {
  const { killsOfAFolder = kills } = MODES[mode] as { killsOfAFolder?: number };
  const folders = Math.ceil(kills / killsOfAFolder);
  return Array.from({ length: folders }, (_, index) => ({
    kills: Math.min(killsOfAFolder, kills - index * killsOfAFolder),
    seed: seed + index,
    mode,
  }));
}

/** What is printed of a campaign. */
export function textOfOutcome(
  { mode, seed, kills }: Planned,
  outcome: Outcome,
  tookMs: number,
): string {
  const { broken, puts, records, deliveries, failureMessages, messages } = outcome;
  const lines = [
    `${mode}, seed ${seed}: ${outcome.kills} kills in ${(tookMs / 1000).toFixed(1)} s; ` +
      `${puts} puts, ${records} records, ${deliveries} invocations, ` +
      `${failureMessages} failure messages, ${messages} queue messages; ` +
      `slowest start ${outcome.slowestStartMs} ms`,
  ];
  if (!broken) return [...lines, '  No law was broken.'].join('\n');
  const told = new Map<string, number>();
  lines.push(`  BROKEN after kill ${broken.afterKill} (${broken.violations.length} times)`);
  for (const { law, expected, found } of broken.violations) {
    told.set(law, (told.get(law) ?? 0) + 1);
    if ((told.get(law) ?? 0) > MOST_TOLD) continue;
    lines.push(`  ${law}`, `    expected: ${expected}`, `    found:    ${found}`);
  }
  lines.push(`  Everything is kept in ${broken.folder}`);
  lines.push(`  Again: npm run crash -- --mode ${mode} --seed ${seed} --kills ${kills}`);
  return lines.join('\n');
}
