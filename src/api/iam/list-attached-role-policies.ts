import type { Iam } from '../../iam/iam.ts';
import { list, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { policyPath, roleName } from './iam-shapes.ts';
import { pageInput, pageOf, pageOutput } from './page.ts';

export const listAttachedRolePolicies = operation<Iam>()({
  name: 'ListAttachedRolePolicies',
  input: structure({ RoleName: required(roleName), PathPrefix: policyPath, ...pageInput }),
  output: structure({
    AttachedPolicies: list(structure({ PolicyName: string(), PolicyArn: string() })),
    ...pageOutput,
  }),
  handle({ roles }, { RoleName, PathPrefix = '/', ...input }, { scope }) {
    const { attachedPolicies } = roles.get(scope, RoleName);
    const found = attachedPolicies.filter((arn) => pathOf(arn).startsWith(PathPrefix));
    const { page, more } = pageOf(found, input);
    const AttachedPolicies = page.map((PolicyArn) => ({
      PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1),
      PolicyArn,
    }));
    return { AttachedPolicies, ...more };
  },
});

/** `/service-role/` of `…:policy/service-role/name`. */
const pathOf = (arn: string) => arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1);
