import type { Role } from '../../iam/role.ts';
import { integer, required, string, structure, timestamp } from '../../wire/shape.ts';
import { tags, writeDocument, writeTags } from './iam-shapes.ts';

/** A role as it is shown. */
export const roleShape = structure({
  Path: required(string()),
  RoleName: required(string()),
  RoleId: required(string()),
  Arn: required(string()),
  CreateDate: required(timestamp()),
  AssumeRolePolicyDocument: string(),
  Description: string(),
  MaxSessionDuration: integer(),
  PermissionsBoundary: structure({
    PermissionsBoundaryType: string(),
    PermissionsBoundaryArn: string(),
  }),
  Tags: tags,
});

/** Source: CreateRole API reference. */
const USUAL_SESSION_SECONDS = 3600;

/** What lists show of a role: neither its tags nor its boundary. */
export const listedRole = (role: Role) => ({
  Path: role.path,
  RoleName: role.name,
  RoleId: role.id,
  Arn: role.arn,
  CreateDate: role.createdMs,
  AssumeRolePolicyDocument: writeDocument(role.trustPolicy),
  ...(role.description !== undefined && { Description: role.description }),
  MaxSessionDuration: role.maxSessionSeconds ?? USUAL_SESSION_SECONDS,
});

export const shownRole = (role: Role) => ({
  ...listedRole(role),
  ...(role.permissionsBoundary !== undefined && {
    PermissionsBoundary: {
      PermissionsBoundaryType: 'Policy',
      PermissionsBoundaryArn: role.permissionsBoundary,
    },
  }),
  ...(Object.keys(role.tags).length > 0 && { Tags: writeTags(role.tags) }),
});
