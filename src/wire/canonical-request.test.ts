import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunkSignatures, sha256Hex, signatureOf } from './canonical-request.ts';
import { amzTime } from './read-signature.ts';

/** The example of AWS's "Signature Version 4 test suite". */
const SUITE = {
  date: '20150830',
  region: 'us-east-1',
  service: 'service',
  time: '20150830T123600Z',
};
const SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const suiteHeaders = [
  ['host', ['example.amazonaws.com']],
  ['x-amz-date', ['20150830T123600Z']],
] as const;

test.each([
  ['get-vanilla', 'GET', [], '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    [
      ['Param2', 'value2'],
      ['Param1', 'value1'],
    ],
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  ['post-vanilla', 'POST', [], '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
] as const)('%s of the public test suite has its signature', (_name, method, query, expected) => {
  const parts = { method, path: '/', query, headers: suiteHeaders, payload: sha256Hex('') };
  expect(signatureOf(parts, SUITE, SECRET)).toBe(expected);
});

/** The examples of the Amazon S3 API reference, "Authenticating requests". */
const S3 = { date: '20130524', region: 'us-east-1', service: 's3', time: '20130524T000000Z' };
const S3_SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const HOST = ['host', ['examplebucket.s3.amazonaws.com']] as const;

test('a read of S3 has the documented signature', () => {
  const payload = sha256Hex('');
  const headers = [
    HOST,
    ['range', ['bytes=0-9']],
    ['x-amz-content-sha256', [payload]],
    ['x-amz-date', [S3.time]],
  ] as const;
  const parts = { method: 'GET', path: '/test.txt', query: [], headers, payload };
  expect(signatureOf(parts, S3, S3_SECRET)).toBe(
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  );
});

test('a presigned URL of S3 has the documented signature', () => {
  const query = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'],
    ['X-Amz-Date', S3.time],
    ['X-Amz-Expires', '86400'],
    ['X-Amz-SignedHeaders', 'host'],
  ] as const;
  const payload = 'UNSIGNED-PAYLOAD';
  const parts = { method: 'GET', path: '/test.txt', query, headers: [HOST], payload };
  expect(signatureOf(parts, S3, S3_SECRET)).toBe(
    'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  );
});

test('a body in pieces has the documented signatures', () => {
  const payload = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
  const headers = [
    ['content-encoding', ['aws-chunked']],
    ['content-length', ['66824']],
    ['host', ['s3.amazonaws.com']],
    ['x-amz-content-sha256', [payload]],
    ['x-amz-date', [S3.time]],
    ['x-amz-decoded-content-length', ['66560']],
    ['x-amz-storage-class', ['REDUCED_REDUNDANCY']],
  ] as const;
  const path = '/examplebucket/chunkObject.txt';
  const seed = signatureOf({ method: 'PUT', path, query: [], headers, payload }, S3, S3_SECRET);
  expect(seed).toBe('4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9');
  const pieces = [65_536, 1024, 0].map((length) => Buffer.alloc(length, 'a'));
  expect(chunkSignatures(pieces, { seed, scope: S3, secret: S3_SECRET })).toEqual([
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ]);
});

class Sha256 {
  #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash =
      secret === undefined ? createHash('sha256') : createHmac('sha256', secret as Uint8Array);
  }
  update(data: string | Uint8Array) {
    this.#hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.#hash.digest());
  }
  reset() {}
}

/** As clients encode the segments of a path. */
const escapeUri = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) =>
    `%${sign.charCodeAt(0).toString(16)}`.toUpperCase(),
  );

const segment = fc.stringMatching(/^[a-zA-Z0-9 _.~!'()*:$%+&=é-]{1,12}$/);
const request = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT'),
  segments: fc.array(segment, { maxLength: 4 }),
  query: fc.dictionary(segment, fc.string({ unit: 'grapheme', maxLength: 8 }), { maxKeys: 3 }),
  header: fc.stringMatching(/^[ -~]{0,20}$/),
  body: fc.string({ maxLength: 50 }),
  service: fc.constantFrom('s3', 'lambda', 'kinesis'),
});

test('whatever is asked, the signature is that of the SDK', async () => {
  await fc.assert(
    fc.asyncProperty(request, async ({ method, segments, query, header, body, service }) => {
      const path = `/${segments.map(escapeUri).join('/')}`;
      const time = 1_700_000_000_000;
      const signer = new SignatureV4({
        ...{ service, region: 'eu-west-1', sha256: Sha256, uriEscapePath: service !== 's3' },
        credentials: { accessKeyId: 'AK', secretAccessKey: 'secret' },
      });
      const signed = await signer.sign(
        {
          ...{ method, path, query, body, protocol: 'http:', hostname: 'localhost' },
          headers: { host: 'localhost', 'x-amz-meta-a': header },
        },
        { signingDate: new Date(time) },
      );
      const { authorization = '' } = signed.headers;
      const names = /SignedHeaders=([^,]*)/.exec(authorization)?.[1]?.split(';') ?? [];
      const parts = {
        ...{ method, path, query: Object.entries(query), payload: sha256Hex(body) },
        headers: names.map((name) => [name, [signed.headers[name] ?? '']] as const),
      };
      const scope = { date: '20231114', region: 'eu-west-1', service, time: amzTime(time) };
      expect(`Signature=${signatureOf(parts, scope, 'secret')}`).toBe(
        /Signature=.*$/.exec(authorization)?.[0],
      );
    }),
    { seed: 4, numRuns: 300 },
  );
});
