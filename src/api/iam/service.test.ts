import { expect, test } from 'vitest';
import { DEFAULT_SCOPE } from '../../aws/scope.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { Iam } from '../../iam/iam.ts';
import { seededRandom } from '../../random/random.ts';
import { MemoryStore } from '../../store/memory-store.ts';
import { caller } from '../operation.suite.ts';
import { iamService } from './service.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
});
const DOCUMENT = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 'kinesis:Get*', Resource: '*' },
});
const RoleName = 'consumer';
const role = { RoleName, AssumeRolePolicyDocument: TRUST };
const POLICY = 'arn:aws:iam::000000000000:policy/app/read';
const OF_AWS = 'arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole';

function iamClient() {
  const dependencies = { store: new MemoryStore(), clock: new ManualClock() };
  /** Calls IAM set up anew from the store, as after a restart. */
  const open = () => caller(iamService(new Iam({ ...dependencies, random: seededRandom(1) })));
  return { call: open(), open, nowMs: dependencies.clock.now() };
}

const refused = (code: string, status: number, message: string | RegExp = /./) =>
  expect.objectContaining({ code, status, message: expect.stringMatching(message) });

test('a role is shown as it was made, in every region, after a restart too', async () => {
  const { call, open, nowMs } = iamClient();
  const made = { ...role, Path: '/service-role/', Description: 'reads', MaxSessionDuration: 7200 };
  const PermissionsBoundary = OF_AWS;
  const tags = { Tags: [{ Key: 'team', Value: 'x' }] };
  const created = await call('CreateRole', { ...made, PermissionsBoundary, ...tags });
  const Role = {
    ...made,
    ...tags,
    RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
    Arn: 'arn:aws:iam::000000000000:role/service-role/consumer',
    CreateDate: nowMs,
    AssumeRolePolicyDocument: encodeURIComponent(TRUST),
    PermissionsBoundary: {
      PermissionsBoundaryType: 'Policy',
      PermissionsBoundaryArn: PermissionsBoundary,
    },
  };
  expect(created).toEqual({ Role });
  const scope = { ...DEFAULT_SCOPE, region: 'ap-southeast-2' };
  expect(await open()('GetRole', { RoleName }, { scope })).toEqual({ Role });
  const elsewhere = { scope: { ...DEFAULT_SCOPE, account: '123456789012' } };
  await expect(call('GetRole', { RoleName }, elsewhere)).rejects.toEqual(
    refused('NoSuchEntity', 404, 'The role with name consumer cannot be found.'),
  );
});

test('roles are changed, and listed in pages', async () => {
  const { call } = iamClient();
  for (const name of ['a', 'b', 'c']) {
    await call('CreateRole', { ...role, RoleName: name, Path: name === 'c' ? '/x/' : '/' });
  }
  await call('UpdateRole', { RoleName: 'a', Description: 'new', MaxSessionDuration: 3600 });
  await call('UpdateAssumeRolePolicy', { RoleName: 'a', PolicyDocument: DOCUMENT });
  expect((await call('GetRole', { RoleName: 'a' })).Role).toMatchObject({
    Description: 'new',
    AssumeRolePolicyDocument: encodeURIComponent(DOCUMENT),
  });
  const names = ({ Roles }: { Roles: { RoleName: string }[] }) =>
    Roles.map(({ RoleName: name }) => name);
  const first = await call('ListRoles', { MaxItems: 2 });
  expect([names(first), first.IsTruncated]).toEqual([['a', 'b'], true]);
  const second = await call('ListRoles', { MaxItems: 2, Marker: first.Marker });
  expect([names(second), second.IsTruncated]).toEqual([['c'], false]);
  expect(names(await call('ListRoles', { PathPrefix: '/x/' }))).toEqual(['c']);
  await expect(call('ListRoles', { Marker: 'x' })).rejects.toEqual(refused('ValidationError', 400));
});

test('a role has policies of its own, and goes when it has none', async () => {
  const { call } = iamClient();
  await call('CreateRole', role);
  const policy = { RoleName, PolicyName: 'read' };
  await call('PutRolePolicy', { ...policy, PolicyDocument: DOCUMENT });
  expect(await call('ListRolePolicies', { RoleName })).toEqual({
    PolicyNames: ['read'],
    IsTruncated: false,
  });
  const PolicyDocument = encodeURIComponent(DOCUMENT);
  expect(await call('GetRolePolicy', policy)).toEqual({ ...policy, PolicyDocument });
  await expect(call('DeleteRole', { RoleName })).rejects.toEqual(
    refused('DeleteConflict', 409, 'Cannot delete entity, must delete policies first.'),
  );
  await call('DeleteRolePolicy', policy);
  for (const name of ['GetRolePolicy', 'DeleteRolePolicy']) {
    await expect(call(name, policy)).rejects.toEqual(
      refused('NoSuchEntity', 404, 'The role policy with name read cannot be found.'),
    );
  }
  expect(await call('ListInstanceProfilesForRole', { RoleName })).toEqual({
    InstanceProfiles: [],
    IsTruncated: false,
  });
  await call('DeleteRole', { RoleName });
  await expect(call('DeleteRole', { RoleName })).rejects.toEqual(refused('NoSuchEntity', 404));
});

test('policies are attached, those of AWS too', async () => {
  const { call } = iamClient();
  await call('CreateRole', role);
  const made = { PolicyName: 'read', Path: '/app/', PolicyDocument: DOCUMENT };
  const { Policy } = await call('CreatePolicy', { ...made, Description: 'd' });
  expect(Policy).toMatchObject({ Arn: POLICY, DefaultVersionId: 'v1', AttachmentCount: 0 });
  for (const PolicyArn of [POLICY, OF_AWS, OF_AWS]) {
    await call('AttachRolePolicy', { RoleName, PolicyArn });
  }
  const attached = async (more = {}) =>
    (await call('ListAttachedRolePolicies', { RoleName, ...more })).AttachedPolicies;
  expect(await attached()).toEqual([
    { PolicyName: 'read', PolicyArn: POLICY },
    { PolicyName: 'AWSLambdaKinesisExecutionRole', PolicyArn: OF_AWS },
  ]);
  expect(await attached({ PathPrefix: '/app/' })).toHaveLength(1);
  expect((await call('GetPolicy', { PolicyArn: POLICY })).Policy).toMatchObject({
    AttachmentCount: 1,
    Description: 'd',
  });
  expect((await call('ListPolicies', { OnlyAttached: true })).Policies).toHaveLength(1);
  expect((await call('ListPolicies', { Scope: 'AWS' })).Policies).toEqual([]);
  const entities = await call('ListEntitiesForPolicy', { PolicyArn: POLICY });
  expect(entities.PolicyRoles).toMatchObject([{ RoleName }]);
  await expect(call('DeletePolicy', { PolicyArn: POLICY })).rejects.toEqual(
    refused('DeleteConflict', 409, 'attached'),
  );
  await expect(call('DeleteRole', { RoleName })).rejects.toEqual(
    refused('DeleteConflict', 409, 'detach all policies'),
  );
  await call('DetachRolePolicy', { RoleName, PolicyArn: POLICY });
  const again = call('DetachRolePolicy', { RoleName, PolicyArn: POLICY });
  await expect(again).rejects.toEqual(refused('NoSuchEntity', 404));
  await call('DeletePolicy', { PolicyArn: POLICY });
  const gone = call('AttachRolePolicy', { RoleName, PolicyArn: POLICY });
  await expect(gone).rejects.toEqual(refused('NoSuchEntity', 404, /was not found/));
});

test('a policy has up to five versions', async () => {
  const { call } = iamClient();
  const PolicyArn = POLICY.replace('app/', '');
  await call('CreatePolicy', { PolicyName: 'read', PolicyDocument: TRUST });
  const version = { PolicyArn, PolicyDocument: DOCUMENT };
  const { PolicyVersion } = await call('CreatePolicyVersion', { ...version, SetAsDefault: true });
  expect(PolicyVersion).toMatchObject({ VersionId: 'v2', IsDefaultVersion: true });
  for (const _ of [3, 4, 5]) await call('CreatePolicyVersion', version);
  await expect(call('CreatePolicyVersion', version)).rejects.toEqual(
    refused('LimitExceeded', 409, 'up to 5 versions'),
  );
  const shown = await call('GetPolicyVersion', { PolicyArn, VersionId: 'v2' });
  expect(shown.PolicyVersion.Document).toBe(encodeURIComponent(DOCUMENT));
  await expect(call('DeletePolicyVersion', { PolicyArn, VersionId: 'v2' })).rejects.toEqual(
    refused('DeleteConflict', 409, 'default version'),
  );
  await expect(call('DeletePolicy', { PolicyArn })).rejects.toEqual(
    refused('DeleteConflict', 409, 'more than one version'),
  );
  await call('SetDefaultPolicyVersion', { PolicyArn, VersionId: 'v1' });
  for (const VersionId of ['v2', 'v3', 'v4', 'v5']) {
    await call('DeletePolicyVersion', { PolicyArn, VersionId });
  }
  const again = await call('CreatePolicyVersion', version);
  expect(again.PolicyVersion).toMatchObject({ VersionId: 'v6', IsDefaultVersion: false });
  const { Versions } = await call('ListPolicyVersions', { PolicyArn });
  expect(Versions.map(({ VersionId }: { VersionId: string }) => VersionId)).toEqual(['v6', 'v1']);
  const missing = call('GetPolicyVersion', { PolicyArn, VersionId: 'v9' });
  await expect(missing).rejects.toEqual(refused('NoSuchEntity', 404));
});

test('roles and policies have tags', async () => {
  const { call } = iamClient();
  await call('CreateRole', role);
  const PolicyArn = POLICY.replace('app/', '');
  await call('CreatePolicy', { PolicyName: 'read', PolicyDocument: DOCUMENT });
  const Tags = [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '' },
  ];
  for (const [kind, name] of [
    ['Role', { RoleName }],
    ['Policy', { PolicyArn }],
  ] as const) {
    await call(`Tag${kind}`, { ...name, Tags });
    await call(`Untag${kind}`, { ...name, TagKeys: ['a'] });
    expect(await call(`List${kind}Tags`, name)).toEqual({ Tags: [Tags[1]], IsTruncated: false });
  }
  const many = Array.from({ length: 50 }, (_, index) => ({ Key: `${index}`, Value: '' }));
  await expect(call('TagRole', { RoleName, Tags: many })).rejects.toEqual(
    refused('LimitExceeded', 409),
  );
});

test.each([
  ['no JSON', '{', 'This policy contains invalid Json'],
  ['no object', '[]', 'Syntax errors in policy.'],
  ['no statement', '{}', 'Syntax errors in policy.'],
  ['no effect', '{"Statement":[{}]}', 'Syntax errors in policy.'],
])('a document with %s is refused', async (_, document, text) => {
  const { call } = iamClient();
  await call('CreateRole', role);
  for (const [name, input] of [
    ['CreateRole', { RoleName: 'x', AssumeRolePolicyDocument: document }],
    ['UpdateAssumeRolePolicy', { RoleName, PolicyDocument: document }],
    ['PutRolePolicy', { RoleName, PolicyName: 'p', PolicyDocument: document }],
    ['CreatePolicy', { PolicyName: 'p', PolicyDocument: document }],
  ] as const) {
    await expect(call(name, input)).rejects.toEqual(refused('MalformedPolicyDocument', 400, text));
  }
});

test('what is there cannot be made again, and what cannot be is refused', async () => {
  const { call } = iamClient();
  await call('CreateRole', role);
  await expect(call('CreateRole', role)).rejects.toEqual(
    refused('EntityAlreadyExists', 409, 'Role with name consumer already exists.'),
  );
  const policy = { PolicyName: 'read', PolicyDocument: DOCUMENT };
  await call('CreatePolicy', policy);
  await expect(call('CreatePolicy', { ...policy, Path: '/x/' })).rejects.toEqual(
    refused('EntityAlreadyExists', 409, 'A policy called read already exists.'),
  );
  await expect(call('CreateRole', { ...role, RoleName: 'a b' })).rejects.toEqual(
    refused('ValidationError', 400, 'roleName'),
  );
  await expect(call('GetPolicy', { PolicyArn: `${POLICY}\0` })).rejects.toEqual(
    refused('NoSuchEntity', 404),
  );
});
