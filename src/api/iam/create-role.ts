import type { Iam } from '../../iam/iam.ts';
import { integer, required, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import {
  arn,
  document,
  readTags,
  roleDescription,
  roleName,
  rolePath,
  tags,
} from './iam-shapes.ts';
import { roleShape, shownRole } from './role-shapes.ts';

export const createRole = operation<Iam>()({
  name: 'CreateRole',
  input: structure({
    Path: rolePath,
    RoleName: required(roleName),
    AssumeRolePolicyDocument: required(document),
    Description: roleDescription,
    MaxSessionDuration: integer({ min: 3600, max: 43_200 }),
    PermissionsBoundary: arn,
    Tags: tags,
  }),
  output: structure({ Role: required(roleShape) }),
  async handle({ roles }, input, { scope }) {
    const role = await roles.create(scope, {
      name: input.RoleName,
      path: input.Path ?? '/',
      trustPolicy: input.AssumeRolePolicyDocument,
      description: input.Description,
      maxSessionSeconds: input.MaxSessionDuration,
      permissionsBoundary: input.PermissionsBoundary,
      tags: readTags(input.Tags),
    });
    return { Role: shownRole(role) };
  },
});
