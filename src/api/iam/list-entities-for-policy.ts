import type { Iam } from '../../iam/iam.ts';
import { list, required, string, structure } from '../../wire/shape.ts';
import { operation } from '../operation.ts';
import { arn, rolePath } from './iam-shapes.ts';
import { pageInput, pageOf, pageOutput } from './page.ts';

/** Only roles can have policies here. */
export const listEntitiesForPolicy = operation<Iam>()({
  name: 'ListEntitiesForPolicy',
  input: structure({
    PolicyArn: required(arn),
    EntityFilter: string({
      enum: ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'],
    }),
    PathPrefix: rolePath,
    PolicyUsageFilter: string({ enum: ['PermissionsPolicy', 'PermissionsBoundary'] }),
    ...pageInput,
  }),
  output: structure({
    PolicyGroups: list(structure({})),
    PolicyUsers: list(structure({})),
    PolicyRoles: list(structure({ RoleName: string(), RoleId: string() })),
    ...pageOutput,
  }),
  handle({ policies }, { PolicyArn, PathPrefix = '/', ...input }, { scope }) {
    policies.get(scope, PolicyArn);
    const { EntityFilter = 'Role', PolicyUsageFilter = 'PermissionsPolicy' } = input;
    const isOther = EntityFilter !== 'Role' || PolicyUsageFilter !== 'PermissionsPolicy';
    const found = (isOther ? [] : policies.rolesWith(scope, PolicyArn)).filter(({ path }) =>
      path.startsWith(PathPrefix),
    );
    const { page, more } = pageOf(found, input);
    const PolicyRoles = page.map(({ name, id }) => ({ RoleName: name, RoleId: id }));
    return { PolicyGroups: [], PolicyUsers: [], PolicyRoles, ...more };
  },
});
