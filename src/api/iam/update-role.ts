import type { Iam } from '../../iam/iam.ts';
import { emptyResult, integer, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { roleDescription, roleName } from './iam-shapes.ts';

export const updateRole = operation<Iam>()({
  name: 'UpdateRole',
  input: structure({
    RoleName: required(roleName),
    Description: roleDescription,
    MaxSessionDuration: integer({ min: 3600, max: 43_200 }),
  }),
  output: emptyResult,
  async handle({ roles }, { RoleName, Description, MaxSessionDuration }, { scope }) {
    await roles.update(scope, RoleName, {
      ...(Description !== undefined && { description: Description }),
      ...(MaxSessionDuration !== undefined && { maxSessionSeconds: MaxSessionDuration }),
    });
    return {};
  },
});
