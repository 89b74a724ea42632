import { expect, test } from 'vitest';
import { DEFAULT_SCOPE } from '../aws/scope.ts';
import { readSignature } from './read-signature.ts';
import { readCredential, scopeOf } from './sigv4.ts';

const none = new URLSearchParams();
const header = (credential: string) =>
  `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host, Signature=0`;

test.each([
  [header('AK/20260101/eu-west-1/kinesis/aws4_request'), 'AK'],
  [header('A/K/20260101/eu-west-1/kinesis/aws4_request'), 'A/K'],
  ['AWS4-HMAC-SHA256 SignedHeaders=a,Credential=AK/1/eu-west-1/kinesis/aws4_request', 'AK'],
])('the credential of %s is read', (authorization, accessKeyId) => {
  const credential = { accessKeyId, region: 'eu-west-1', service: 'kinesis' };
  expect(readCredential(authorization, none)).toEqual(credential);
});

test('a presigned URL has its credential in the query', () => {
  const query = new URLSearchParams({ 'X-Amz-Credential': 'AK/1/us-east-1/lambda/aws4_request' });
  expect(readCredential(undefined, query)).toMatchObject({ service: 'lambda' });
});

test('an older presigned URL is one of S3', () => {
  const query = new URLSearchParams('AWSAccessKeyId=123456789012&Signature=x&Expires=1');
  expect(readCredential(undefined, query)).toMatchObject({
    accessKeyId: '123456789012',
    service: 's3',
  });
  query.delete('Expires');
  expect(readCredential(undefined, query)).toBeUndefined();
});

test.each([undefined, '', 'Bearer abc', 'Basic x'])('%j is no signature', (authorization) => {
  expect(readCredential(authorization, none)).toBeUndefined();
});

test.each([
  'AWS4-HMAC-SHA256',
  header(''),
  header('AK'),
  header('/1/us-east-1/kinesis/aws4_request'),
  header('AK/1/us-east-1/kinesis/other'),
  header('AK/1//kinesis/aws4_request'),
  header('AK/1/us east/kinesis/aws4_request'),
  header('AK/1/US\u0000/kinesis/aws4_request'),
])('%j is refused', (authorization) => {
  expect(() => readCredential(authorization, none)).toThrow(
    expect.objectContaining({ code: 'IncompleteSignatureException' }),
  );
});

test('an access key of twelve digits is the account', () => {
  const of = (accessKeyId: string) =>
    scopeOf({ accessKeyId, region: 'eu-west-1', service: 'sqs' }, DEFAULT_SCOPE);
  expect(of('123456789012')).toEqual({ account: '123456789012', region: 'eu-west-1' });
  expect(of('AKIA')).toEqual({ account: DEFAULT_SCOPE.account, region: 'eu-west-1' });
  expect(scopeOf(undefined, DEFAULT_SCOPE)).toBe(DEFAULT_SCOPE);
});

test('the credential that is read is the one that is verified', () => {
  const credentialOf = (account: string) =>
    `Credential=${account}/20260101/us-east-1/sqs/aws4_request`;
  const rest = 'SignedHeaders=host;x-amz-date, Signature=0';
  const [a, b] = ['111111111111', '222222222222'].map(credentialOf) as [string, string];
  for (const before of [`x${b}, `, `y;${b}, `, `${a}, `]) {
    const authorization = `AWS4-HMAC-SHA256 ${before}${a}, ${b}, ${rest}`;
    const header = (name: string) => ({ authorization, 'x-amz-date': '20260101T000000Z' })[name];
    const read = readCredential(authorization, new URLSearchParams());
    expect(read).toMatchObject({ accessKeyId: '111111111111' });
    expect(readSignature(header, new URLSearchParams())).toMatchObject({ ...read });
  }
});
