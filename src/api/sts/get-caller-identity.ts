import { partitionOf } from '../../aws/arn.ts';
import { string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';

/** Everybody is the root user of the account that their request belongs to. */
export const getCallerIdentity = operation<undefined>()({
  name: 'GetCallerIdentity',
  input: structure({}),
  output: structure({ UserId: string(), Account: string(), Arn: string() }),
  handle(_domain, _input, { scope: { account, region } }) {
    return {
      UserId: account,
      Account: account,
      Arn: `arn:${partitionOf(region)}:iam::${account}:root`,
    };
  },
});
