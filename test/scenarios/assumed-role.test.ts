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
