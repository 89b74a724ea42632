import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type TargetFlags, targetOf } from './aws-target.ts';

const HOME = mkdtempSync(join(tmpdir(), 'sluicebox-home-'));
afterAll(() => rmSync(HOME, { recursive: true }));
mkdirSync(join(HOME, '.aws'));
writeFileSync(
  join(HOME, '.aws/config'),
  `[default]
endpoint_url = http://localhost:1  # of all services
[profile keyed]
region=eu-west-1
services = here
endpoint_url=http://localhost:2
[services here]
sqs =
  endpoint_url = http://localhost:3
kinesis =
  api_versions = 1
  endpoint_url = http://localhost:4
[profile "quoted"]
endpoint_url = http://localhost:5
[profile ignoring]
endpoint_url = http://localhost:6
ignore_configured_endpoint_urls = true
[profile lost]
services = nowhere
[profile wrong]
endpoint_url = localhost
`,
);
writeFileSync(join(HOME, '.aws/credentials'), '[keyed]\naws_access_key_id = A\n');

const to = (environment: NodeJS.ProcessEnv, flags: TargetFlags = {}) =>
  targetOf(flags, 'KINESIS', { HOME, ...environment });

test.each([
  ['that of the default profile', {}, {}, 'http://localhost:1'],
  ['that of AWS_PROFILE', { AWS_PROFILE: 'quoted' }, {}, 'http://localhost:5'],
  ['that of --profile', {}, { profile: 'quoted' }, 'http://localhost:5'],
  ['that of the service', { AWS_PROFILE: 'keyed' }, {}, 'http://localhost:4'],
  ['a variable before it', { AWS_ENDPOINT_URL: 'http://v' }, {}, 'http://v'],
  ['not one that its profile ignores', {}, { profile: 'ignoring' }, undefined],
  ['with none, the usual one', { AWS_PROFILE: 'ignoring' }, {}, 'http://127.0.0.1:4566'],
  ['none with --aws', { AWS_PROFILE: 'keyed' }, { aws: true }, undefined],
  [
    'none that is to be ignored',
    { AWS_ENDPOINT_URL: 'http://v', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    {},
    'http://127.0.0.1:4566',
  ],
])('the endpoint of a profile: %s', (_, environment, flags, endpoint) => {
  expect(to(environment, flags).endpoint).toBe(endpoint);
});

test('it is that of the service that is asked', () => {
  const endpoint = (service: 'SQS' | 'LAMBDA') =>
    targetOf({}, service, { HOME, AWS_PROFILE: 'keyed' }).endpoint;
  expect([endpoint('SQS'), endpoint('LAMBDA')]).toEqual([
    'http://localhost:3',
    'http://localhost:2',
  ]);
});

test('region and credentials are those of the profile where it has some', () => {
  const { client } = to({ AWS_PROFILE: 'keyed' });
  expect(client).toEqual({ endpoint: 'http://localhost:4', region: 'eu-west-1', profile: 'keyed' });
  expect(to({ AWS_ACCESS_KEY_ID: 'B' }, { profile: 'keyed' }).client.profile).toBe('keyed');
  const local = { credentials: { accessKeyId: '000000000000' } };
  expect(to({}, { profile: 'quoted' }).client).toMatchObject(local);
  expect(to({}).client.credentials).toMatchObject({ accessKeyId: '000000000000' });
});

test('what cannot be followed is told', () => {
  expect(() => to({ AWS_PROFILE: 'lost' })).toThrow('[services nowhere]');
  expect(() => to({ AWS_PROFILE: 'wrong' })).toThrow('endpoint_url of the profile wrong');
});

test('the SDK looks into the profile that was named, and into no other', () => {
  const environment = { HOME, AWS_PROFILE: 'quoted' };
  expect(targetOf({ profile: 'none' }, 'KINESIS', environment).endpoint).toBeUndefined();
  expect(environment.AWS_PROFILE).toBe('none');
});
