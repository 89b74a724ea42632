import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { roleName } from './iam-shapes.ts';

export const deleteRole = operation<Iam>()({
  name: 'DeleteRole',
  input: structure({ RoleName: required(roleName) }),
  output: structure({}),
  async handle({ roles }, { RoleName }, { scope }) {
    await roles.remove(scope, RoleName);
    return {};
  },
});
