import { ACCOUNT_LIMIT, unreserved } from '../../lambda/concurrency.ts';
import type { ControlPlane } from '../../lambda/control/control-plane.ts';
import { allVersions } from '../../lambda/known-function.ts';
import { UNZIPPED_BYTES } from '../../lambda/packages/unzip.ts';
import { integer, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';

/** Quotas of an account that nothing here enforces (AWS Lambda developer guide, "Quotas"). */
const TOTAL_CODE_BYTES = 75 * 2 ** 30;
const ZIPPED_BYTES = 52_428_800;

export const getAccountSettings = operation<ControlPlane>()({
  name: 'GetAccountSettings',
  http: { method: 'GET', path: '/2016-08-19/account-settings' },
  input: structure({}),
  output: structure({
    AccountLimit: structure({
      TotalCodeSize: integer(),
      CodeSizeUnzipped: integer(),
      CodeSizeZipped: integer(),
      ConcurrentExecutions: integer(),
      UnreservedConcurrentExecutions: integer(),
    }),
    AccountUsage: structure({ TotalCodeSize: integer(), FunctionCount: integer() }),
  }),
  handle({ functions }, _, { scope }) {
    const all = functions.list(scope);
    const sizes = all.flatMap(allVersions).map(({ codePackage }) => codePackage?.size ?? 0);
    return {
      AccountLimit: {
        TotalCodeSize: TOTAL_CODE_BYTES,
        CodeSizeUnzipped: UNZIPPED_BYTES,
        CodeSizeZipped: ZIPPED_BYTES,
        ConcurrentExecutions: ACCOUNT_LIMIT,
        UnreservedConcurrentExecutions: unreserved(all),
      },
      AccountUsage: {
        TotalCodeSize: sizes.reduce((sum, size) => sum + size, 0),
        FunctionCount: all.length,
      },
    };
  },
});
