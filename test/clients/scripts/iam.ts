import { call, fails, pages, type Script } from '../step.ts';

const ROLE = { RoleName: 'consumer' };
const ARN = 'arn:aws:iam::000000000000:policy/read';
const POLICY = { PolicyArn: ARN };
const MANAGED = 'arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole';
const TRUST = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};
const ALLOWED = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'kinesis:*', Resource: '*', Sid: 'Lesen' }],
};
const [trust, allowed] = [JSON.stringify(TRUST), JSON.stringify(ALLOWED)];
const TEAM = { Key: 'team', Value: 'ä+b' };

const ROLES = [
  call(
    'CreateRole',
    { ...ROLE, AssumeRolePolicyDocument: trust, Description: 'liest', Tags: [TEAM] },
    { Role: { Arn: 'arn:aws:iam::000000000000:role/consumer', Tags: [TEAM] } },
  ),
  fails(
    'CreateRole',
    { ...ROLE, AssumeRolePolicyDocument: trust },
    'EntityAlreadyExists: Role with name consumer already exists.',
  ),
  fails(
    'CreateRole',
    { RoleName: 'other', AssumeRolePolicyDocument: '{' },
    'MalformedPolicyDocument',
  ),
  call('UpdateRole', { ...ROLE, Description: 'ä <&>', MaxSessionDuration: 7200 }),
  call('UpdateAssumeRolePolicy', { ...ROLE, PolicyDocument: trust }),
  call('GetRole', ROLE, { Role: { Description: 'ä <&>', MaxSessionDuration: 7200 } }),
  call('TagRole', { ...ROLE, Tags: [{ Key: 'more', Value: '' }] }),
  call('UntagRole', { ...ROLE, TagKeys: ['more'] }),
  call('ListRoleTags', ROLE, { Tags: [TEAM], IsTruncated: false }),
  call('ListInstanceProfilesForRole', ROLE, { InstanceProfiles: [] }),
  call('PutRolePolicy', { ...ROLE, PolicyName: 'inline', PolicyDocument: allowed }),
  call('GetRolePolicy', { ...ROLE, PolicyName: 'inline' }, { PolicyName: 'inline' }),
  call('ListRolePolicies', ROLE, { PolicyNames: ['inline'] }),
];

const POLICIES = [
  call(
    'CreatePolicy',
    { PolicyName: 'read', PolicyDocument: allowed, Tags: [TEAM] },
    { Policy: { Arn: ARN, AttachmentCount: 0, IsAttachable: true } },
  ),
  call('CreatePolicyVersion', { ...POLICY, PolicyDocument: allowed, SetAsDefault: true }),
  call('CreatePolicyVersion', { ...POLICY, PolicyDocument: trust }),
  call('SetDefaultPolicyVersion', { ...POLICY, VersionId: 'v1' }),
  call('GetPolicy', POLICY, { Policy: { DefaultVersionId: 'v1', Tags: [TEAM] } }),
  call(
    'GetPolicyVersion',
    { ...POLICY, VersionId: 'v2' },
    { PolicyVersion: { IsDefaultVersion: false, VersionId: 'v2' } },
  ),
  call('ListPolicyVersions', POLICY, { Versions: [{}, {}, {}] }),
  pages('ListPolicyVersions', 'Versions', POLICY, [{}, {}, {}]),
  call('DeletePolicyVersion', { ...POLICY, VersionId: 'v2' }),
  call('TagPolicy', { ...POLICY, Tags: [{ Key: 'more', Value: 'x' }] }),
  call('UntagPolicy', { ...POLICY, TagKeys: ['more'] }),
  call('ListPolicyTags', POLICY, { Tags: [TEAM] }),
  call('ListPolicies', { Scope: 'Local' }, { Policies: [{ PolicyName: 'read' }] }),
];

const ATTACHED = [
  call('AttachRolePolicy', { ...ROLE, ...POLICY }),
  call('AttachRolePolicy', { ...ROLE, PolicyArn: MANAGED }),
  call('ListAttachedRolePolicies', ROLE, { AttachedPolicies: [{}, {}] }),
  pages('ListAttachedRolePolicies', 'AttachedPolicies', ROLE, [{}, {}]),
  call('ListEntitiesForPolicy', POLICY, { PolicyRoles: [ROLE] }),
  fails('DeletePolicy', POLICY, 'DeleteConflict: Cannot delete'),
  fails('DeleteRole', ROLE, 'DeleteConflict: Cannot delete entity'),
  call('DetachRolePolicy', { ...ROLE, ...POLICY }),
  call('DetachRolePolicy', { ...ROLE, PolicyArn: MANAGED }),
  call('DeleteRolePolicy', { ...ROLE, PolicyName: 'inline' }),
];

const ENDINGS = [
  ...['a', 'b'].map((RoleName) =>
    call('CreateRole', { RoleName, AssumeRolePolicyDocument: trust, Path: '/service/' }),
  ),
  call('ListRoles', { PathPrefix: '/service/' }, { Roles: [{ RoleName: 'a' }, { RoleName: 'b' }] }),
  pages('ListRoles', 'Roles', {}, [{ RoleName: 'a' }, { RoleName: 'b' }, ROLE]),
  call('DeletePolicyVersion', { ...POLICY, VersionId: 'v3' }),
  call('DeletePolicy', POLICY),
  call('DeleteRole', ROLE),
  // Not here.
  fails('CreateUser', { UserName: 'u' }, 'InvalidAction: CreateUser'),
  fails('GetRole', ROLE, 'NoSuchEntity: The role with name consumer cannot be found.'),
];

export const iam: Script = {
  service: 'iam',
  steps: [...ROLES, ...POLICIES, ...ATTACHED, ...ENDINGS],
};
