import type { Streams } from '../../kinesis/streams.ts';
import { required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { accountSettings, describedAccount } from './billing-commitment.ts';

/** Begins or ends the commitment of the account to pay for a least throughput. */
export const updateAccountSettings = operation<Streams>()({
  name: 'UpdateAccountSettings',
  input: structure({
    MinimumThroughputBillingCommitment: required(
      structure({ Status: required(string({ enum: ['ENABLED', 'DISABLED'] })) }),
    ),
  }),
  output: accountSettings,
  async handle(streams, input, { scope }) {
    const { Status } = input.MinimumThroughputBillingCommitment;
    const status = Status as 'ENABLED' | 'DISABLED';
    return describedAccount(await streams.account.commit(scope, status));
  },
});
