import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { iamService } from '../../src/api/iam/service.ts';
import { sqsService } from '../../src/api/sqs/service.ts';
import { stsService } from '../../src/api/sts/service.ts';
import { sessionsOf } from '../../src/app/role-sessions.ts';
import { Iam } from '../../src/iam/iam.ts';
import { Queues } from '../../src/sqs/queues.ts';
import { available } from '../available.ts';
import { Endpoint } from '../endpoint.ts';
import { run } from '../running.ts';

const HAS_AWS_CLI = available('aws');
const HAS_BOTO3 = available('python3', ['-c', 'import boto3']);

let endpoint: Endpoint;
beforeEach(async () => {
  endpoint = await Endpoint.start((world) => {
    const iam = new Iam(world);
    const sessions = sessionsOf({ ...world, iam });
    return [iamService(iam), stsService(sessions), sqsService(new Queues(world))];
  });
});
afterEach(() => endpoint[Symbol.asyncDispose]());

async function aws(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const at = ['--endpoint-url', endpoint.url];
  const { stdout, stderr } = await run('aws', [...args, ...at], {
    env: { ...endpoint.env, ...env },
  });
  if (stderr !== '') throw new Error(stderr);
  return stdout === '' ? undefined : JSON.parse(stdout);
}

const TRUST = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    },
  ],
};
const ROLE = ['--role-name', 'consumer'];

test.skipIf(!HAS_AWS_CLI)('a role lives as a tool has it live (needs aws)', async () => {
  const iam = (...args: string[]) => aws(['iam', ...args]);
  const trust = ['--assume-role-policy-document', JSON.stringify(TRUST)];
  const { Role } = await iam('create-role', ...ROLE, ...trust, '--tags', 'Key=team,Value=x');
  expect(Role).toMatchObject({
    Arn: 'arn:aws:iam::123456789012:role/consumer',
    AssumeRolePolicyDocument: TRUST,
  });
  const name = 'AWSLambdaKinesisExecutionRole';
  const arn = `arn:aws:iam::aws:policy/service-role/${name}`;
  await iam('attach-role-policy', ...ROLE, '--policy-arn', arn);
  const { AttachedPolicies } = await iam('list-attached-role-policies', ...ROLE);
  expect(AttachedPolicies).toEqual([{ PolicyName: name, PolicyArn: arn }]);
  const policy = ['--policy-name', 'read'];
  await iam('put-role-policy', ...ROLE, ...policy, '--policy-document', JSON.stringify(TRUST));
  const { PolicyDocument } = await iam('get-role-policy', ...ROLE, ...policy);
  expect(PolicyDocument).toEqual(TRUST);
  await iam('update-role', ...ROLE, '--description', 'reads');
  await expect(iam('delete-role', ...ROLE)).rejects.toThrow(
    '(DeleteConflict) when calling the DeleteRole operation: Cannot delete entity',
  );
  await iam('detach-role-policy', ...ROLE, '--policy-arn', arn);
  await iam('delete-role-policy', ...ROLE, ...policy);
  await iam('delete-role', ...ROLE);
  await expect(iam('get-role', ...ROLE)).rejects.toThrow(
    '(NoSuchEntity) when calling the GetRole operation: The role with name consumer cannot be found.',
  );
});

test.skipIf(!HAS_AWS_CLI)('who assumes a role works in its account (needs aws)', async () => {
  const role = ['--role-arn', 'arn:aws:iam::210987654321:role/reader'];
  const assume = ['sts', 'assume-role', ...role, '--role-session-name', 'me'];
  const { Credentials } = await aws(assume);
  const as = {
    AWS_ACCESS_KEY_ID: Credentials.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: Credentials.SecretAccessKey,
    AWS_SESSION_TOKEN: Credentials.SessionToken,
  };
  expect(await aws(['sts', 'get-caller-identity'], as)).toMatchObject({
    Account: '210987654321',
    Arn: 'arn:aws:sts::210987654321:assumed-role/reader/me',
  });
  const { QueueUrl } = await aws(['sqs', 'create-queue', '--queue-name', 'q'], as);
  expect(QueueUrl).toContain('/210987654321/q');
  expect(await aws(['sqs', 'list-queues'])).toBeUndefined();
  expect(await aws(['sts', 'get-session-token'], as)).toHaveProperty('Credentials');
});

test.skipIf(!HAS_BOTO3)('boto3 pages through roles and versions (needs boto3)', async () => {
  const script = `
import boto3, json
iam = boto3.client("iam")
trust = json.dumps(${JSON.stringify(TRUST)})
for number in range(5):
    iam.create_role(RoleName=f"r{number}", AssumeRolePolicyDocument=trust)
pages = list(iam.get_paginator("list_roles").paginate(PaginationConfig={"PageSize": 2}))
arn = iam.create_policy(PolicyName="p", PolicyDocument=trust)["Policy"]["Arn"]
iam.create_policy_version(PolicyArn=arn, PolicyDocument=trust, SetAsDefault=True)
version = iam.get_policy_version(PolicyArn=arn, VersionId="v2")["PolicyVersion"]
codes = []
for call in [lambda: iam.create_role(RoleName="r0", AssumeRolePolicyDocument=trust), lambda: iam.delete_policy(PolicyArn=arn), lambda: iam.create_user(UserName="u")]:
    try:
        call()
    except Exception as error:
        codes.append(error.response["Error"]["Code"])
iam.tag_policy(PolicyArn=arn, Tags=[{"Key": "a", "Value": "b"}])
print(json.dumps([len(pages), sum(len(page["Roles"]) for page in pages), version["Document"] == json.loads(trust), version["IsDefaultVersion"], codes]))
`;
  const { stdout, stderr } = await run('python3', ['-c', script], { env: endpoint.env });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual([
    ...[3, 5, true, true],
    ['EntityAlreadyExists', 'DeleteConflict', 'InvalidAction'],
  ]);
});

test('the JavaScript SDK is told who it is', async () => {
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'local' };
  const client = new STSClient({ endpoint: endpoint.url, region: 'us-east-1', credentials });
  const { Arn } = await client.send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe('arn:aws:iam::123456789012:root');
  client.destroy();
});
