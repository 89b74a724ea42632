import { expect } from 'vitest';
import { call, fails, type Script } from '../step.ts';

const ROLE = 'arn:aws:iam::000000000000:role/consumer';
const CREDENTIALS = {
  Credentials: {
    AccessKeyId: expect.stringMatching(/^ASIA/),
    Expiration: '2026-01-01T01:00:00.000Z',
  },
};
/** What is in it is not looked at. */
const TOKEN = [{ alg: 'none' }, { sub: 'me', iss: 'https://a.example', aud: 'b' }]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat('c2ln')
  .join('.');

export const sts: Script = {
  service: 'sts',
  steps: [
    call('GetCallerIdentity', {}, { Arn: 'arn:aws:iam::000000000000:root' }),
    call('AssumeRole', { RoleArn: ROLE, RoleSessionName: 'me' }, CREDENTIALS),
    call(
      'AssumeRoleWithWebIdentity',
      { RoleArn: ROLE, RoleSessionName: 'me', WebIdentityToken: TOKEN },
      CREDENTIALS,
    ),
    call('GetSessionToken', { DurationSeconds: 3600 }, CREDENTIALS),
    fails(
      'AssumeRole',
      { RoleArn: ROLE, RoleSessionName: 'me', DurationSeconds: 999_999 },
      'ValidationError: durationSeconds',
    ),
    // Not here.
    fails(
      'GetAccessKeyInfo',
      { AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
      'InvalidAction: GetAccessKeyInfo',
    ),
  ],
};
