import type { BillingCommitment } from '../../kinesis/account-settings.ts';
import { required, string, structure, timestamp } from '../../wire/shape.ts';

/** What both operations on the settings of an account answer. */
export const accountSettings = structure({
  MinimumThroughputBillingCommitment: structure({
    Status: required(
      string({ enum: ['ENABLED', 'DISABLED', 'ENABLED_UNTIL_EARLIEST_ALLOWED_END'] }),
    ),
    StartedAt: timestamp(),
    EndedAt: timestamp(),
    EarliestAllowedEndAt: timestamp(),
  }),
});

/** The settings in AWS's words. */
export function describedAccount(commitment: BillingCommitment) {
  return {
    MinimumThroughputBillingCommitment: {
      Status: commitment.status,
      StartedAt: commitment.startedAtMs,
      EndedAt: commitment.endedAtMs,
      EarliestAllowedEndAt: commitment.earliestAllowedEndAtMs,
    },
  };
}
