import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { document, roleName } from './iam-shapes.ts';

export const updateAssumeRolePolicy = operation<Iam>()({
  name: 'UpdateAssumeRolePolicy',
  input: structure({ RoleName: required(roleName), PolicyDocument: required(document) }),
  output: structure({}),
  async handle({ roles }, { RoleName, PolicyDocument }, { scope }) {
    await roles.setTrustPolicy(scope, RoleName, PolicyDocument);
    return {};
  },
});
