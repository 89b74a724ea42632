import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { available, versionOf } from '../available.ts';
import { freshEndpoint } from '../clients/endpoint.ts';
import { run, temporaryFolder } from '../running.ts';

const HAS_AWS_CLI = available('aws');
/** CI may be without. */
const HAS_AWSLOCAL = versionOf('awslocal').startsWith('aws-cli/');

/** What it finds where nothing was set up for it, the address of the endpoint aside. */
const NOTHING_SET_UP = {
  AWS_CONFIG_FILE: '/nonexistent',
  AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
  AWS_EC2_METADATA_DISABLED: 'true',
};
/** What it gives to the AWS CLI then, besides the address (its source). */
const GIVEN = {
  ...{ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
  ...{ AWS_DEFAULT_REGION: 'us-east-1' },
};

/** Goes through commands as tutorials for LocalStack have them. */
async function walk(url: string, aws: (...args: string[]) => Promise<string>): Promise<void> {
  using folder = temporaryFolder();
  await aws('kinesis', 'create-stream', '--stream-name', 'orders', '--shard-count', '1');
  const described = await aws('kinesis', 'describe-stream-summary', '--stream-name', 'orders');
  expect(described).toContain('"arn:aws:kinesis:us-east-1:000000000000:stream/orders"');
  const { QueueUrl } = JSON.parse(await aws('sqs', 'create-queue', '--queue-name', 'failed'));
  expect(QueueUrl).toBe(`${url}/000000000000/failed`);
  await aws('sqs', 'send-message', '--queue-url', QueueUrl, '--message-body', 'm');
  expect(await aws('sqs', 'receive-message', '--queue-url', QueueUrl)).toContain('"Body": "m"');
  const file = join(folder.path, 'a.txt');
  writeFileSync(file, 'hello');
  await aws('s3', 'mb', 's3://failures');
  await aws('s3', 'cp', file, 's3://failures/x/a.txt');
  expect(await aws('s3', 'ls', 's3://failures/x/')).toMatch(/ 5 a\.txt\n$/);
}

/** Runs a program, which must come to a good end. */
const running = (env: NodeJS.ProcessEnv, program: string, ...first: string[]) => {
  return async (...args: string[]) => {
    const { status, stdout, stderr } = await run(program, [...first, ...args], { env });
    if (status !== 0) throw new Error(stderr);
    return stdout;
  };
};

test.skipIf(!HAS_AWS_CLI)('what awslocal makes of commands works (needs aws)', async () => {
  await using endpoint = await freshEndpoint();
  const url = endpoint.url.replace('127.0.0.1', 'localhost');
  const env = { ...NOTHING_SET_UP, ...GIVEN };
  await walk(url, running(env, 'aws', `--endpoint-url=${url}`));
});

test.skipIf(!HAS_AWSLOCAL)('awslocal itself works (needs awslocal)', async () => {
  await using endpoint = await freshEndpoint();
  const url = endpoint.url.replace('127.0.0.1', 'localhost');
  const env = { ...NOTHING_SET_UP, LOCALSTACK_HOST: new URL(url).host };
  await walk(url, running(env, 'awslocal'));
});
