import type { Iam } from '../../iam/iam.ts';
import { bind, type Service } from '../operation.ts';
import { attachRolePolicy } from './attach-role-policy.ts';
import { createPolicy } from './create-policy.ts';
import { createPolicyVersion } from './create-policy-version.ts';
import { createRole } from './create-role.ts';
import { deletePolicy } from './delete-policy.ts';
import { deletePolicyVersion } from './delete-policy-version.ts';
import { deleteRole } from './delete-role.ts';
import { deleteRolePolicy } from './delete-role-policy.ts';
import { detachRolePolicy } from './detach-role-policy.ts';
import { toAwsError } from './errors.ts';
import { getPolicy } from './get-policy.ts';
import { getPolicyVersion } from './get-policy-version.ts';
import { getRole } from './get-role.ts';
import { getRolePolicy } from './get-role-policy.ts';
import { listAttachedRolePolicies } from './list-attached-role-policies.ts';
import { listEntitiesForPolicy } from './list-entities-for-policy.ts';
import { listInstanceProfilesForRole } from './list-instance-profiles-for-role.ts';
import { listPolicies } from './list-policies.ts';
import { listPolicyTags } from './list-policy-tags.ts';
import { listPolicyVersions } from './list-policy-versions.ts';
import { listRolePolicies } from './list-role-policies.ts';
import { listRoleTags } from './list-role-tags.ts';
import { listRoles } from './list-roles.ts';
import { putRolePolicy } from './put-role-policy.ts';
import { setDefaultPolicyVersion } from './set-default-policy-version.ts';
import { tagPolicy } from './tag-policy.ts';
import { tagRole } from './tag-role.ts';
import { untagPolicy } from './untag-policy.ts';
import { untagRole } from './untag-role.ts';
import { updateAssumeRolePolicy } from './update-assume-role-policy.ts';
import { updateRole } from './update-role.ts';

/** AWS IAM: roles and policies. They are recorded, and nothing here asks them. */
export function iamService(iam: Iam): Service {
  return {
    signingName: 'iam',
    protocols: [
      {
        name: 'query',
        apiVersion: '2010-05-08',
        xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
      },
    ],
    validationWords: { code: 'ValidationError' },
    toAwsError,
    operations: bind(iam, [
      attachRolePolicy,
      createPolicy,
      createPolicyVersion,
      createRole,
      deletePolicy,
      deletePolicyVersion,
      deleteRole,
      deleteRolePolicy,
      detachRolePolicy,
      getPolicy,
      getPolicyVersion,
      getRole,
      getRolePolicy,
      listAttachedRolePolicies,
      listEntitiesForPolicy,
      listInstanceProfilesForRole,
      listPolicies,
      listPolicyTags,
      listPolicyVersions,
      listRolePolicies,
      listRoleTags,
      listRoles,
      putRolePolicy,
      setDefaultPolicyVersion,
      tagPolicy,
      tagRole,
      untagPolicy,
      untagRole,
      updateAssumeRolePolicy,
      updateRole,
    ]),
  };
}
