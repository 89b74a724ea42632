import type { Streams } from '../../kinesis/streams.ts';
import { structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { accountSettings, describedAccount } from './billing-commitment.ts';

/** Shows what holds for the account in the region. */
export const describeAccountSettings = operation<Streams>()({
  name: 'DescribeAccountSettings',
  input: structure({}),
  output: accountSettings,
  handle(streams, _input, { scope }) {
    return describedAccount(streams.account.commitment(scope));
  },
});
