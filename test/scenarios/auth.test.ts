import { Readable } from 'node:stream';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { available } from '../available.ts';
import { temporaryProject } from '../project.ts';
import { ROOT, Running, run, sluicebox } from '../running.ts';

const KEY = 'AKIDEXAMPLE:a/secret+with=signs';
const hasAws = available('aws');
const hasBoto3 = available('python3', ['-c', 'import boto3']);

let running: Running;
beforeAll(async () => {
  running = await Running.up(['--ephemeral', '--auth', 'strict', '--auth-key', KEY]);
});
afterAll(() => running[Symbol.asyncDispose]());

const env = (secret = 'a/secret+with=signs') => ({
  ...running.env,
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: secret,
});
const aws = (args: string, secret?: string) =>
  run('aws', [...args.split(' '), '--endpoint-url', running.endpoint], { env: env(secret) });

describe.skipIf(!hasAws)('the AWS CLI', () => {
  test.each([
    ['kinesis create-stream --stream-name s', 'InvalidSignatureException'],
    ['sqs create-queue --queue-name q', 'InvalidSignatureException'],
    ['sns create-topic --name t', 'SignatureDoesNotMatch'],
    ['s3api create-bucket --bucket bucket', 'SignatureDoesNotMatch'],
    ['lambda list-functions', 'InvalidSignatureException'],
    ['logs describe-log-groups', 'InvalidSignatureException'],
    ['cloudwatch list-metrics', ''],
    ['sts get-caller-identity', 'SignatureDoesNotMatch'],
  ])('%s: works with the secret, and is refused without', async (command, code) => {
    const wrong = await aws(command, 'wrong');
    expect(wrong.status).not.toBe(0);
    expect(wrong.stderr).toContain(code);
    const right = await aws(command);
    expect(right.stderr).toBe('');
    expect(right.status).toBe(0);
  });
});

const PYTHON = `
import boto3, urllib.request, urllib.error
from botocore.config import Config
s3 = boto3.client('s3', config=Config(signature_version='s3v4'))
s3.create_bucket(Bucket='presigned')
s3.put_object(Bucket='presigned', Key='a b/ü+~', Body=b'hello')
def read(url):
    try:
        return urllib.request.urlopen(url).read().decode()
    except urllib.error.HTTPError as error:
        return str(error.code) + error.read().decode()
url = s3.generate_presigned_url('get_object', {'Bucket': 'presigned', 'Key': 'a b/ü+~'}, ExpiresIn=60)
print(read(url))
print(read(url + '0'))
print(read(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=61')))
print(read(url.replace('/presigned/', '/other/')))
old = boto3.client('s3', config=Config(signature_version='s3'))
print(read(old.generate_presigned_url('get_object', {'Bucket': 'presigned', 'Key': 'a'})))
`;

test.skipIf(!hasBoto3)(
  'presigned URLs are good for what they were made for (needs boto3)',
  async () => {
    const { stdout, stderr } = await run('python3', ['-c', PYTHON], { env: env() });
    expect(stderr).toBe('');
    const [read, ...others] = stdout.trim().split(/\n(?!<)/);
    expect(read).toBe('hello');
    const codes = others.map((text) => /^(\d+)|<Code>(\w+)/g[Symbol.match](text)?.join(' '));
    expect(codes).toEqual([
      '403 <Code>SignatureDoesNotMatch',
      '403 <Code>SignatureDoesNotMatch',
      '403 <Code>SignatureDoesNotMatch',
      '400 <Code>InvalidRequest',
    ]);
  },
);

test('a stranger is refused, and whoever gives keys in vain is told', async () => {
  const s3 = new S3Client({ ...running.settings, forcePathStyle: true, maxAttempts: 1 });
  const get = new GetObjectCommand({ Bucket: 'bucket', Key: 'a' });
  await expect(s3.send(get)).rejects.toMatchObject({ name: 'SignatureDoesNotMatch' });
  const nobody = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };
  for (const [args, env] of [
    [['up', '--auth', 'strict'], nobody],
    [['up', '--auth-key', KEY], {}],
    [['up', '--auth', 'strict', '--auth-key', 'nocolon'], {}],
  ] as const) {
    const { status, stderr } = await sluicebox(args, { env });
    expect(status, stderr).toBe(2);
    expect(stderr).toContain('--auth');
  }
});

/** A handler that asks who it is, with the SDK of this project. */
const ASKS = `import { createRequire } from 'node:module';
const { GetCallerIdentityCommand, STSClient } = createRequire(${JSON.stringify(`${ROOT}/`)})('@aws-sdk/client-sts');
export const handler = () => new STSClient({}).send(new GetCallerIdentityCommand({}));`;

test('functions sign with a key of their own', async () => {
  using project = temporaryProject(ASKS);
  const args = [project.template, '--ephemeral', '--auth', 'strict', '--auth-key', KEY];
  await using strict = await Running.up(args);
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a/secret+with=signs' };
  const lambda = new LambdaClient({ ...strict.settings, credentials });
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'consumer' }));
  expect(JSON.parse(Buffer.from(Payload ?? []).toString())).toMatchObject({
    Account: '000000000000',
  });
});

test('the commands here sign with what the environment has', async () => {
  await sluicebox(['put', 'none', '--data', 'a'], { env: env('wrong') }).then(({ stderr }) =>
    expect(stderr).toContain('signature'),
  );
  const { stderr } = await sluicebox(['put', 'none', '--data', 'a'], { env: env() });
  expect(stderr).toContain('not found');
});

test('`sluicebox env` names the key, and nobody tells its secret', async () => {
  const { port } = new URL(running.endpoint);
  const { stdout } = await sluicebox(['env', '--port', port]);
  expect(stdout).toContain('export AWS_ACCESS_KEY_ID=AKIDEXAMPLE\n');
  expect(stdout).toContain('# AWS_SECRET_ACCESS_KEY: the secret of this access key\n');
  expect(stdout).not.toContain('export AWS_SECRET_ACCESS_KEY');
  const told = await (await fetch(`${running.endpoint}/_sluicebox/access`)).text();
  expect(told).toBe('{"accessKeyId":"AKIDEXAMPLE"}\n');
});

test('the JavaScript SDK uploads a stream in pieces, with its checksum behind them', async () => {
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a/secret+with=signs' };
  const s3 = new S3Client({ ...running.settings, credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'pieces' }));
  const given = { Bucket: 'pieces', Key: 'a' };
  const pieces = Array.from({ length: 20 }, (_, at) => Buffer.alloc(10_000, at));
  const put = new PutObjectCommand({
    ...given,
    Body: Readable.from(pieces),
    ContentLength: 200_000,
    ChecksumAlgorithm: 'CRC32',
  });
  expect(await s3.send(put)).toHaveProperty('ChecksumCRC32');
  const { Body } = await s3.send(new GetObjectCommand(given));
  expect(Buffer.from(await Body!.transformToByteArray())).toEqual(Buffer.concat(pieces));
});
