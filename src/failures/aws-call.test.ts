import { expect, test } from 'vitest';
import { awsCall } from './aws-call.ts';

const failing = (name: string, message: string, more: object = {}) =>
  awsCall('Asking', Promise.reject(Object.assign(new Error(message), { name, ...more })));

test.each([
  ['a region', 'Error', 'Region is missing', {}, 'Invalid', 'Give --region, or set AWS_REGION.'],
  ['the region of a bucket', 'PermanentRedirect', 'elsewhere', {}, 'Invalid', 'the --region of'],
  [
    'AWS',
    'Error',
    'getaddrinfo ENOTFOUND sts.us-east-1.amazonaws.com',
    {},
    'Unreachable',
    'AWS cannot',
  ],
  [
    'an endpoint',
    'Error',
    'connect ECONNREFUSED 127.0.0.1:4566',
    {},
    'Unreachable',
    'sluicebox up',
  ],
  ['credentials', 'ExpiredTokenException', 'expired', {}, 'NoCredentials', 'Give --profile'],
  ['the right secret', 'InvalidSignatureException', 'no', {}, 'NoCredentials', 'The secret'],
  [
    'the right secret, in S3',
    'SignatureDoesNotMatch',
    'no',
    {},
    'NoCredentials',
    'not that of the access',
  ],
  [
    'a permission that S3 does not name',
    'Unknown',
    'UnknownError',
    { $metadata: { httpStatusCode: 403 }, neededPermission: 's3:GetObject' },
    'AccessDenied',
    'UnknownError. It needs the permission s3:GetObject. docs/failures.md',
  ],
  [
    'a permission for a key',
    'KMSAccessDeniedException',
    'no.',
    { neededPermission: 'kinesis:GetRecords' },
    'AccessDenied',
    'no. It needs kms:Decrypt of the key',
  ],
])('where %s is missing, it is said what to do', async (_, name, message, more, code, text) => {
  const failed = failing(name, message, more);
  await expect(failed).rejects.toMatchObject({ code, message: expect.stringContaining(text) });
});

test('an answer of another kind of server is told as such, without what it says', async () => {
  const page = "Unexpected token '<'\n  Deserialization error: to see the raw response";
  const expected = {
    code: 'Unreachable',
    message:
      'Asking failed: What answers there is no endpoint of AWS. ' +
      'Start an endpoint with `sluicebox up`, give --endpoint-url, or --aws.',
  };
  await expect(failing('SyntaxError', page)).rejects.toMatchObject(expected);
  const code = 'ERR_HTTP2_ERROR';
  await expect(failing('Error', 'Protocol error', { code })).rejects.toMatchObject(expected);
});
