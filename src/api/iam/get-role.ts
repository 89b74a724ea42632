import type { Iam } from '../../iam/iam.ts';
import { required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { roleName } from './iam-shapes.ts';
import { roleShape, shownRole } from './role-shapes.ts';

export const getRole = operation<Iam>()({
  name: 'GetRole',
  input: structure({ RoleName: required(roleName) }),
  output: structure({ Role: required(roleShape) }),
  handle: ({ roles }, { RoleName }, { scope }) => ({ Role: shownRole(roles.get(scope, RoleName)) }),
});
