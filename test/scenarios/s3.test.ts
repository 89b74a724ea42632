import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { s3Service } from '../../src/api/s3/service.ts';
import { Buckets } from '../../src/s3/buckets.ts';
import { available } from '../available.ts';
import { awsSettings } from '../aws-environment.ts';
import { Endpoint } from '../endpoint.ts';
import { ROOT, run, temporaryFolder } from '../running.ts';

const HAS_AWS_CLI = available('aws');
const HAS_BOTO3 = available('python3', ['-c', 'import boto3']);

let endpoint: Endpoint;
let unsupported: { service: string; operation: string }[];
beforeEach(async () => {
  endpoint = await Endpoint.start((world) => [s3Service(new Buckets(world))]);
  unsupported = [];
  endpoint.events.on('unsupported-operation', (event) => unsupported.push(event));
});
afterEach(() => endpoint[Symbol.asyncDispose]());

const aws = (...args: string[]) => run('aws', args, { env: endpoint.env });

describe.skipIf(!HAS_AWS_CLI)('the AWS CLI (needs aws)', () => {
  test('a file goes there and back, and is listed', async () => {
    using folder = temporaryFolder();
    const file = join(folder.path, 'a b+c&.txt');
    const back = join(folder.path, 'back.txt');
    writeFileSync(file, 'hello');
    expect((await aws('s3', 'mb', 's3://failures')).stdout).toBe('make_bucket: failures\n');
    expect((await aws('s3', 'cp', file, 's3://failures/x/')).stderr).toBe('');
    expect((await aws('s3', 'ls', 's3://failures')).stdout).toMatch(/PRE x\/\n$/);
    const listed = await aws('s3', 'ls', '--recursive', 's3://failures');
    expect(listed.stdout).toMatch(/ 5 x\/a b\+c&\.txt\n$/);
    await aws('s3', 'cp', 's3://failures/x/a b+c&.txt', back);
    expect(readFileSync(back, 'utf8')).toBe('hello');
    await aws('s3', 'rm', '--recursive', 's3://failures');
    expect((await aws('s3', 'rb', 's3://failures')).stdout).toBe('remove_bucket: failures\n');
  });

  test('a large file goes there in parts, is copied, moved, and comes back whole', async () => {
    using folder = temporaryFolder();
    const [file, back] = [join(folder.path, 'large'), join(folder.path, 'back')];
    writeFileSync(file, randomBytes(17 * 1024 * 1024 + 1));
    await aws('s3', 'mb', 's3://failures');
    for (const [from, to] of [
      [file, 's3://failures/large'],
      ['s3://failures/large', 's3://failures/copy'],
      ['s3://failures/copy', back],
    ] as const)
      expect((await aws('s3', 'cp', '--quiet', from, to)).stderr).toBe('');
    expect(readFileSync(back).equals(readFileSync(file))).toBe(true);
    expect((await aws('s3', 'mv', 's3://failures/copy', 's3://failures/moved')).stderr).toBe('');
    const listed = await aws('s3', 'ls', 's3://failures');
    expect(listed.stdout).toMatch(/17825793 large\n.* 17825793 moved\n$/s);
  });

  test('a folder is kept in step', async () => {
    using folder = temporaryFolder();
    writeFileSync(join(folder.path, 'one'), '1');
    writeFileSync(join(folder.path, 'two'), '2');
    await aws('s3', 'mb', 's3://failures');
    const sync = () => aws('s3', 'sync', '--delete', folder.path, 's3://failures/kept');
    expect((await sync()).stdout).toContain('upload:');
    expect((await sync()).stdout).toBe('');
    rmSync(join(folder.path, 'one'));
    expect((await sync()).stdout).toContain('delete: s3://failures/kept/one');
  });
});

test('the JavaScript SDK puts an object in parts, with the checksums that it adds, and copies it', async () => {
  const client = new S3Client({ ...awsSettings(endpoint.url), forcePathStyle: true });
  const place = { Bucket: 'failures', Key: 'large' };
  await client.send(new CreateBucketCommand({ Bucket: 'failures' }));
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
  const upload = { ...place, UploadId };
  const bodies = [randomBytes(5 * 1024 * 1024), randomBytes(10)];
  const Parts: CompletedPart[] = [];
  for (const [index, Body] of bodies.entries()) {
    const PartNumber = index + 1;
    const part = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    Parts.push({ PartNumber, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 });
  }
  expect(Parts.every(({ ChecksumCRC32 }) => ChecksumCRC32)).toBe(true);
  await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  const CopySource = '/failures/large';
  await client.send(new CopyObjectCommand({ ...place, Key: 'copy', CopySource }));
  const { Body } = await client.send(new GetObjectCommand({ ...place, Key: 'copy' }));
  expect(Buffer.concat(bodies).equals(await Body!.transformToByteArray())).toBe(true);
  client.destroy();
});

describe.skipIf(!HAS_BOTO3)('boto3 (needs boto3)', () => {
  test('a program puts, gets and lists objects, and is told what cannot be', async () => {
    const script = join(ROOT, 'test/scenarios/s3_client.py');
    const { stdout, stderr, status } = await run('python3', [script], { env: endpoint.env });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout.split('\n').length).toBeGreaterThan(30);
    expect(unsupported).toEqual([
      { service: 's3', operation: 'GET /{Bucket}/{Key+}?tagging' },
      { service: 's3', operation: 'GET /{Bucket}?cors' },
      { service: 's3', operation: 'PUT /{Bucket}?notification' },
    ]);
  });
});

describe('requests as they are sent', () => {
  const CREDENTIAL = 'AWS4-HMAC-SHA256 Credential=123456789012/20260101/eu-west-1/s3/aws4_request';

  interface Asked {
    readonly headers?: Record<string, string>;
    readonly body?: string | Uint8Array;
    readonly isSigned?: boolean;
  }

  function ask(method: string, path: string, { headers, body, isSigned = true }: Asked = {}) {
    return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>(
      (resolve, reject) => {
        const { hostname, port } = new URL(endpoint.url);
        const signed = isSigned ? { authorization: CREDENTIAL } : {};
        const options = { method, path, hostname, port, headers: { ...signed, ...headers } };
        const sent = request(options, async (response) => {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk);
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
        sent.on('error', reject).end(body);
      },
    );
  }

  const CONFIGURATION =
    '<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint>' +
    '</CreateBucketConfiguration>';
  beforeEach(async () => {
    expect((await ask('PUT', '/failures', { body: CONFIGURATION })).status).toBe(200);
  });

  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32('hello world'));
  const chunked = (crc: string) => ({
    headers: {
      'content-encoding': 'gzip,aws-chunked',
      'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      'x-amz-decoded-content-length': '11',
      'x-amz-sdk-checksum-algorithm': 'CRC32',
      'x-amz-trailer': 'x-amz-checksum-crc32',
    },
    body: `5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:${crc}\r\n\r\n`,
  });

  test('a body in pieces is put together, and checked with what follows it', async () => {
    const put = await ask('PUT', '/failures/a', chunked(checksum.toString('base64')));
    expect(put).toMatchObject({
      status: 200,
      headers: { 'x-amz-checksum-type': 'FULL_OBJECT', etag: expect.stringMatching(/^"\w{32}"$/) },
    });
    // The object is said to be compressed; nobody looks into it.
    expect(await ask('GET', '/failures/a')).toMatchObject({
      text: 'hello world',
      headers: { 'content-encoding': 'gzip', 'content-security-policy': 'sandbox' },
    });
    const wrong = await ask('PUT', '/failures/b', chunked('AAAAAA=='));
    expect(wrong.text).toContain('<Code>BadDigest</Code>');
    expect((await ask('HEAD', '/failures/b')).status).toBe(404);
  });

  test('a request without a signature is S3 when it is nothing else', async () => {
    const listed = await ask('GET', '/failures?list-type=2', { isSigned: false });
    expect([listed.status, listed.headers['content-type']]).toEqual([403, 'application/xml']);
    const root = await ask('GET', '/', { isSigned: false });
    expect(root.text).toContain('is not available here');
  });

  test('a bucket in front of the host is the bucket', async () => {
    const { port } = new URL(endpoint.url);
    const headers = { host: `failures.s3.eu-west-1.localhost:${port}` };
    expect((await ask('PUT', '/a/b', { headers, body: 'x' })).status).toBe(200);
    expect((await ask('GET', '/failures/a/b')).text).toBe('x');
    const plain = { host: `s3.eu-west-1.localhost:${port}` };
    expect((await ask('GET', '/failures/a/b', { headers: plain })).text).toBe('x');
  });

  test.each([
    ['GET', '/Failures', 400, 'InvalidBucketName'],
    ['GET', '/%2e%2e/etc', 400, 'InvalidBucketName'],
    ['GET', '/failures/%00', 400, 'InvalidArgument'],
    ['GET', '/failures/%ff', 400, 'InvalidURI'],
    ['GET', '/failures?list-type=2&max-keys=-1', 400, 'InvalidArgument'],
    ['GET', '/failures?list-type=2&continuation-token=x', 400, 'InvalidArgument'],
    ['GET', '/failures?prefix=%00', 400, 'InvalidArgument'],
    ['PATCH', '/failures', 405, 'MethodNotAllowed'],
    ['POST', '/failures/a?uploadId=x', 404, 'NoSuchUpload'],
    ['POST', '/failures/a?select', 501, 'NotImplemented'],
    ['PUT', '/failures?acl', 501, 'NotImplemented'],
    ['DELETE', '/failures/a?versionId=x', 501, 'NotImplemented'],
    ['POST', '/failures?delete', 400, 'InvalidArgument'],
  ])('%s %s is refused', async (method, path, status, code) => {
    const answer = await ask(method, path);
    expect(answer).toMatchObject({ status, text: expect.stringContaining(`<Code>${code}<`) });
  });

  test('what a client names cannot break out of an answer', async () => {
    const answer = await ask('GET', '/failures/%3C%2FKey%3E%3CCode%3E%26');
    expect(answer.text).toContain('<Key>&lt;/Key&gt;&lt;Code&gt;&amp;</Key>');
  });

  test('a body that is too large is refused, whole or in pieces', async () => {
    const body = Buffer.alloc(64 * 1024 * 1024 + 1);
    const answer = await ask('PUT', '/failures/a', { body });
    expect(answer.text).toContain('<Code>EntityTooLarge</Code>');
    const headers = { 'content-length': String(2 ** 40), connection: 'close' };
    const announced = await ask('PUT', '/failures/a', { headers });
    expect(announced.text).toContain('<Code>EntityTooLarge</Code>');
  });

  test.each([
    '<!DOCTYPE Delete [<!ENTITY e SYSTEM "file:///etc/passwd">]><Delete>&e;</Delete>',
    '<Delete>',
    'x',
  ])('XML like %j is refused', async (body) => {
    const answer = await ask('POST', '/failures?delete', { body });
    expect(answer.text).toContain('<Code>MalformedXML</Code>');
  });
});
