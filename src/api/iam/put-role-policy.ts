import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { document, policyName, roleName } from './iam-shapes.ts';

export const putRolePolicy = operation<Iam>()({
  name: 'PutRolePolicy',
  input: structure({
    RoleName: required(roleName),
    PolicyName: required(policyName),
    PolicyDocument: required(document),
  }),
  output: structure({}),
  async handle({ roles }, { RoleName, PolicyName: name, PolicyDocument }, { scope }) {
    await roles.putPolicy(scope, RoleName, { name, document: PolicyDocument });
    return {};
  },
});
