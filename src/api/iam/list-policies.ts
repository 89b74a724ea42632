import type { Iam } from '../../iam/iam.ts';
import { boolean, list, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { policyPath } from './iam-shapes.ts';
import { pageInput, pageOf, pageOutput } from './page.ts';
import { listedPolicy, policyShape } from './policy-shapes.ts';

/** The policies that AWS keeps for everybody can be attached, and are not listed. */
export const listPolicies = operation<Iam>()({
  name: 'ListPolicies',
  input: structure({
    Scope: string({ enum: ['All', 'AWS', 'Local'] }),
    OnlyAttached: boolean(),
    PathPrefix: policyPath,
    PolicyUsageFilter: string({ enum: ['PermissionsPolicy', 'PermissionsBoundary'] }),
    ...pageInput,
  }),
  output: structure({ Policies: list(policyShape), ...pageOutput }),
  handle({ policies }, { PathPrefix = '/', OnlyAttached = false, ...input }, { scope }) {
    const isOther = input.Scope === 'AWS' || input.PolicyUsageFilter === 'PermissionsBoundary';
    const found = (isOther ? [] : policies.list(scope))
      .map((policy) => listedPolicy(policy, policies.rolesWith(scope, policy.arn).length))
      .filter(
        ({ Path, AttachmentCount }) =>
          Path.startsWith(PathPrefix) && (!OnlyAttached || AttachmentCount > 0),
      );
    const { page, more } = pageOf(found, input);
    return { Policies: [...page], ...more };
  },
});
