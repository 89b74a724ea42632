import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { policyName, roleName } from './iam-shapes.ts';

export const deleteRolePolicy = operation<Iam>()({
  name: 'DeleteRolePolicy',
  input: structure({ RoleName: required(roleName), PolicyName: required(policyName) }),
  output: structure({}),
  async handle({ roles }, { RoleName, PolicyName }, { scope }) {
    await roles.removePolicy(scope, RoleName, PolicyName);
    return {};
  },
});
