import { expect, test } from 'vitest';
import { systemClock } from '../../src/clock/system-clock.ts';
import { runCampaign } from './campaign.ts';
import { campaignsOf, textOfOutcome } from './campaigns.ts';

const MINUTE_MS = 60_000;

test.each(campaignsOf({ kills: 20, seed: 1, mode: 'mixed' }))(
  'nothing that was acknowledged is lost when the server is killed: $mode, $kills kills',
  async (campaign) => {
    const outcome = await runCampaign({ ...campaign, clock: systemClock });
    expect(outcome.broken, textOfOutcome(campaign, outcome, 0)).toBeUndefined();
    // Else nothing was tried.
    expect(outcome.deliveries).toBeGreaterThan(0);
    expect(outcome.failureMessages).toBeGreaterThan(0);
  },
  3 * MINUTE_MS,
);
