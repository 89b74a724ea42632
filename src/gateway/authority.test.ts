import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { systemClock } from '../clock/system-clock.ts';
import { signatureOf } from '../wire/canonical-request.ts';
import { amzTime } from '../wire/read-signature.ts';
import { Authority } from './authority.ts';
import { startFakes } from './fake-services.suite.ts';
import { goodCall, type RawAnswer, send } from './raw-client.suite.ts';

const MINUTE_MS = 60_000;
const KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'a secret' };
const OVER = { accessKeyId: 'ASIAOVER', secretAccessKey: 'other', sessionToken: 'token' };

let fakes: Awaited<ReturnType<typeof startFakes>>;
beforeAll(async () => {
  const secretsOf = (id: string) => {
    if (id === KEY.accessKeyId) return [KEY];
    if (id === 'ASIAOVER') return [{ ...OVER, isExpired: true }];
    return id === 'ASIA' ? [{ secretAccessKey: 'other', sessionToken: 'token' }] : [];
  };
  fakes = await startFakes({ authority: new Authority({ secretsOf }, systemClock) });
});
afterAll(() => fakes.gateway.close(1000));

const settings = (credentials: object = KEY) => ({
  ...{ endpoint: fakes.endpoint, region: 'eu-west-1', maxAttempts: 1 },
  credentials: credentials as typeof KEY,
});
const records = { StreamName: 's', Records: [{ Data: Buffer.from('a'), PartitionKey: 'ä' }] };

interface Options {
  readonly timeMs?: number;
  readonly service?: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
  readonly key?: typeof KEY;
  readonly token?: string;
  readonly unsigned?: Record<string, string>;
}

/** Sends a request that is signed by hand, so that anything may be wrong with it. */
function signed(options: Options = {}): Promise<RawAnswer> {
  const { timeMs = systemClock.now(), service = 'kinesis', path = '/', method = 'POST' } = options;
  const { headers = goodCall.headers, body = goodCall.body, key = KEY, token, unsigned } = options;
  const time = amzTime(timeMs);
  const all: Record<string, string> = {
    ...headers,
    host: 'localhost',
    'x-amz-date': time,
    ...(token && { 'x-amz-security-token': token }),
  };
  const names = Object.keys(all).sort();
  const date = time.slice(0, 8);
  const payload = createHash('sha256').update(body).digest('hex');
  const parts = {
    ...{ method, path, query: [], payload },
    headers: names.map((name) => [name, [all[name]!]] as const),
  };
  const scope = { date, region: 'eu-west-1', service, time };
  const signature = signatureOf(parts, scope, key.secretAccessKey);
  const authorization =
    `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${date}/eu-west-1/${service}/aws4_request, ` +
    `SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return send(fakes.port, { method, path, body, headers: { ...all, authorization, ...unsigned } });
}

const typeOf = ({ body }: RawAnswer) => JSON.parse(body).__type;

test('the SDK is believed with the right key, by HTTP/1.1 and HTTP/2', async () => {
  const kinesis = new KinesisClient(settings());
  expect((await kinesis.send(new PutRecordsCommand(records))).FailedRecordCount).toBe(0);
  const sts = new STSClient(settings());
  expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('000000000000');
  const lambda = new LambdaClient(settings());
  const FunctionName = 'arn:aws:lambda:eu-west-1:000000000000:function:a';
  const input = { FunctionName, Qualifier: 'a b', Payload: Buffer.from('{}') };
  expect((await lambda.send(new InvokeCommand(input))).StatusCode).toBe(200);
  const token = { accessKeyId: 'ASIA', secretAccessKey: 'other', sessionToken: 'token' };
  expect(
    (await new STSClient(settings(token)).send(new GetCallerIdentityCommand({}))).Arn,
  ).toBeDefined();
});

test.each([
  [{ ...KEY, secretAccessKey: 'wrong' }, 'InvalidSignatureException', 'SignatureDoesNotMatch'],
  [{ ...KEY, accessKeyId: 'AKIDOTHER' }, 'UnrecognizedClientException', 'InvalidClientTokenId'],
  [OVER, 'ExpiredTokenException', 'ExpiredToken'],
  [{ ...KEY, sessionToken: 'made up' }, 'UnrecognizedClientException', 'InvalidClientTokenId'],
])('the SDK with %j is refused as on AWS', async (credentials, json, query) => {
  const kinesis = new KinesisClient(settings(credentials));
  await expect(kinesis.send(new PutRecordsCommand(records))).rejects.toMatchObject({ name: json });
  const sts = new STSClient(settings(credentials));
  await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: query });
  const lambda = new LambdaClient(settings(credentials));
  await expect(lambda.send(new InvokeCommand({ FunctionName: 'f' }))).rejects.toMatchObject({
    name: json,
    $metadata: { httpStatusCode: 403 },
  });
});

test('who does not sign is refused', async () => {
  const answer = await send(fakes.port, goodCall);
  expect([answer.status, typeOf(answer)]).toEqual([400, 'MissingAuthenticationTokenException']);
  const form = await send(fakes.port, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'Action=GetCallerIdentity&Version=2011-06-15',
  });
  expect(form.body).toContain('<Code>MissingAuthenticationToken</Code>');
  expect(fakes.seen.puts).not.toContainEqual(expect.objectContaining({ partitionKey: 'a' }));
});

test('a signature is good for fifteen minutes, in both directions', async () => {
  const now = systemClock.now();
  for (const timeMs of [now - 14 * MINUTE_MS, now + 14 * MINUTE_MS])
    expect((await signed({ timeMs })).status).toBe(200);
  const old = await signed({ timeMs: now - 16 * MINUTE_MS });
  expect(JSON.parse(old.body)).toMatchObject({
    __type: 'InvalidSignatureException',
    message: expect.stringMatching(
      /^Signature expired: \d{8}T\d{6}Z is now earlier than .* - 15 min\.\)$/,
    ),
  });
  const early = await signed({ timeMs: now + 16 * MINUTE_MS });
  expect(JSON.parse(early.body).message).toMatch(/^Signature not yet current: .* \+ 15 min\.\)$/);
});

test('what was signed must be what was sent', async () => {
  expect((await signed()).status).toBe(200);
  const changed: Options[] = [
    { unsigned: { 'x-amz-target': 'Kinesis_20131202.GetRecords' } },
    { unsigned: { 'content-type': 'application/x-amz-json-1.1; a=b' } },
    { unsigned: { host: '127.0.0.1' } },
  ];
  for (const options of changed) {
    const answer = await signed(options);
    expect([answer.status, typeOf(answer)]).toEqual([400, 'InvalidSignatureException']);
  }
  const extra = await signed({ unsigned: { 'x-amz-extra': 'a' } });
  expect(extra.body).toContain("'x-amz-extra' must be a 'SignedHeader'");
});

test('a body in gzip is signed as it is sent', async () => {
  const headers = { ...goodCall.headers, 'content-encoding': 'gzip' };
  expect((await signed({ headers, body: gzipSync(goodCall.body) })).status).toBe(200);
});

test('a signature for another service is refused', async () => {
  const answer = await signed({ service: 'sqs' });
  expect(answer.body).toContain("Credential should be scoped to correct service: 'kinesis'.");
});

test('so is one of a form, of which the body alone says what service it is for', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const form = { headers, body: 'Action=GetCallerIdentity&Version=2011-06-15' };
  expect((await signed({ ...form, service: 'sts' })).status).toBe(200);
  const answer = await signed({ ...form, service: 'kinesis' });
  expect(answer.status).toBe(403);
  expect(answer.body).toMatch(/Credential should be scoped to correct service: .*sts/);
});

test.each([
  ['AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/kinesis/aws4_request', "'Signature'"],
  ['AWS4-ECDSA-P256-SHA256 Credential=A/20260101/kinesis/aws4_request', 'AWS4-ECDSA-P256-SHA256'],
  ['Bearer abc', 'Bearer'],
  ['AWS AKIDEXAMPLE:c2lnbmF0dXJl', 'AWS4-HMAC-SHA256'],
])('the header %s is incomplete', async (authorization, named) => {
  const answer = await send(fakes.port, {
    ...goodCall,
    headers: { ...goodCall.headers, authorization },
  });
  expect(JSON.parse(answer.body)).toEqual({
    __type: 'IncompleteSignatureException',
    message: expect.stringContaining(named),
  });
});

test('whether all is well may be asked by anybody', async () => {
  expect((await send(fakes.port, { method: 'GET', path: '/_sluicebox/health' })).status).toBe(200);
});

test('a URL that names the hash of a body is good for that body alone', () => {
  const time = amzTime(systemClock.now());
  const scope = { date: time.slice(0, 8), region: 'eu-west-1', service: 's3', time };
  const payload = createHash('sha256').update('mine').digest('hex');
  const query: [string, string][] = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Content-Sha256', payload],
    ['X-Amz-Credential', `${KEY.accessKeyId}/${scope.date}/eu-west-1/s3/aws4_request`],
    ['X-Amz-Date', time],
    ['X-Amz-Expires', '60'],
    ['X-Amz-SignedHeaders', 'host'],
  ];
  const parts = { method: 'POST', path: '/b', query, payload };
  const headers = [['host', ['localhost']]] as const;
  const signature = signatureOf({ ...parts, headers }, scope, KEY.secretAccessKey);
  const authority = new Authority({ secretsOf: () => [KEY] }, systemClock);
  const head = {
    ...{ method: 'POST', path: '/b', host: 'localhost', localAddress: '', headers: {} },
    query: new URLSearchParams([...query, ['X-Amz-Signature', signature]]),
    scheme: 'http' as const,
  };
  const protocol = { name: 'rest-xml', xmlNamespace: '' } as const;
  const verify = (body: string) =>
    authority.verify({ head, rawHeaders: [], body: Buffer.from(body), protocol, service: 's3' });
  expect(() => verify('mine')).not.toThrow();
  expect(() => verify('yours')).toThrow(
    expect.objectContaining({ code: 'XAmzContentSHA256Mismatch' }),
  );
});

describe('a body in pieces', () => {
  // The example of the Amazon S3 API reference.
  const TIME = '20130524T000000Z';
  const secretsOf = () => [{ secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }];
  const authority = new Authority({ secretsOf }, new ManualClock(Date.UTC(2013, 4, 24)));
  const SIGNATURES = [
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ];
  const SEED = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
  const PAYLOAD = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
  const body = (letter: string, signatures = SIGNATURES) =>
    [65_536, 1024, 0]
      .map((length, at) => {
        const head = `${length.toString(16)};chunk-signature=${signatures[at]}\r\n`;
        return `${head}${letter.repeat(length)}\r\n`;
      })
      .join('');
  const verify = (text: string, payload = PAYLOAD, seed = SEED) => {
    const headers = {
      'content-encoding': 'aws-chunked',
      ...(payload === PAYLOAD && { 'content-length': '66824' }),
      host: 's3.amazonaws.com',
      'x-amz-content-sha256': payload,
      'x-amz-date': TIME,
      'x-amz-decoded-content-length': '66560',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      ...(payload !== PAYLOAD && { 'x-amz-trailer': 'x-amz-checksum-crc32c' }),
    };
    const authorization =
      'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,' +
      `SignedHeaders=${Object.keys(headers).join(';')},` +
      `Signature=${seed}`;
    const head = {
      ...{ method: 'PUT', path: '/examplebucket/chunkObject.txt', query: new URLSearchParams() },
      ...{ headers: { ...headers, authorization }, host: headers.host, localAddress: '' },
      scheme: 'http' as const,
    };
    authority.verify({
      head,
      rawHeaders: Object.entries(head.headers).flat(),
      body: Buffer.from(text),
      protocol: { name: 'rest-xml', xmlNamespace: '' },
      service: 's3',
    });
  };

  test('is believed when each piece is signed as AWS documents it', () => {
    expect(() => verify(body('a'))).not.toThrow();
  });

  test.each([
    ['another content', body('b')],
    ['pieces in another order', body('a', SIGNATURES.toReversed())],
    ['no signatures', body('a').replace(/;chunk-signature=[0-9a-f]+/g, '')],
  ])('is refused with %s', (_what, text) => {
    const refused = expect.objectContaining({ code: 'SignatureDoesNotMatch', status: 403 });
    expect(() => verify(text)).toThrow(refused);
  });

  describe('with a checksum behind it', () => {
    const OF_TRAILERS = 'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435';
    const OF_PIECES = [
      'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2',
      '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7',
      '2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992',
    ];
    const CHECKSUM = 'x-amz-checksum-crc32c:sOO8/Q==';
    const trailing = (checksum: string, signature: string) => {
      const pieces = body('a', OF_PIECES).replace(/\r\n$/, '');
      return `${pieces}${checksum}\r\nx-amz-trailer-signature:${signature}\r\n\r\n`;
    };
    const verifyTrailing = (text: string) =>
      verify(
        text,
        `${PAYLOAD}-TRAILER`,
        '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e',
      );

    test('is believed when that is signed as AWS documents it', () => {
      expect(() => verifyTrailing(trailing(CHECKSUM, OF_TRAILERS))).not.toThrow();
    });

    test.each([
      ['another checksum', trailing('x-amz-checksum-crc32c:AAAAAA==', OF_TRAILERS)],
      ['another signature', trailing(CHECKSUM, OF_PIECES[2]!)],
      [
        'no signature',
        trailing(CHECKSUM, OF_TRAILERS).replace(/x-amz-trailer-signature.*\r\n/, ''),
      ],
      ['a second checksum', trailing(`${CHECKSUM}\r\nx-amz-checksum-sha1:AA==`, OF_TRAILERS)],
    ])('is refused with %s', (_what, text) => {
      const refused = expect.objectContaining({ code: 'SignatureDoesNotMatch', status: 403 });
      expect(() => verifyTrailing(text)).toThrow(refused);
    });
  });
});
