import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { arn, roleName } from './iam-shapes.ts';

export const detachRolePolicy = operation<Iam>()({
  name: 'DetachRolePolicy',
  input: structure({ RoleName: required(roleName), PolicyArn: required(arn) }),
  output: structure({}),
  async handle({ roles }, { RoleName, PolicyArn }, { scope }) {
    await roles.detach(scope, RoleName, PolicyArn);
    return {};
  },
});
