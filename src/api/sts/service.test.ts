import { expect, test } from 'vitest';
import { accountOfTemporaryKey } from '../../aws/temporary-key.ts';
import { ManualClock } from '../../clock/manual-clock.ts';
import { seededRandom } from '../../random/random.ts';
import { MemoryStore } from '../../store/memory-store.ts';
import { Sessions } from '../../sts/sessions.ts';
import { caller, refused } from '../operation.suite.ts';
import { stsService } from './service.ts';

const ROLE = 'arn:aws:iam::210987654321:role/service-role/reader';
const ASSUMED = 'arn:aws:sts::210987654321:assumed-role/reader/me';
const assume = { RoleArn: ROLE, RoleSessionName: 'me' };

function stsClient() {
  const clock = new ManualClock();
  const store = new MemoryStore();
  const random = seededRandom(1);
  const open = () => {
    const roleIdOf = (arn: string) => (arn.endsWith('known') ? 'AROAKNOWNKNOWNKNOWN12' : undefined);
    return caller(stsService(new Sessions({ store, clock, random, roleIdOf })));
  };
  return { clock, open, call: open() };
}

test.each([
  ['eu-west-1', 'arn:aws:iam::123456789012:root'],
  ['cn-north-1', 'arn:aws-cn:iam::123456789012:root'],
])('a caller in %s is the root user of the account', async (region, Arn) => {
  const { call } = stsClient();
  const scope = { account: '123456789012', region };
  expect(await call('GetCallerIdentity', {}, { scope })).toEqual({
    UserId: '123456789012',
    Account: '123456789012',
    Arn,
  });
});

test('who assumes a role is that role, in its account, until it is over', async () => {
  const { call, open, clock } = stsClient();
  const { Credentials, AssumedRoleUser } = await call('AssumeRole', assume);
  expect(AssumedRoleUser.Arn).toBe(ASSUMED);
  expect(AssumedRoleUser.AssumedRoleId).toMatch(/^AROA[A-Z2-7]{17}:me$/);
  expect(Credentials.Expiration).toBe(clock.now() + 3_600_000);
  const { AccessKeyId: accessKeyId } = Credentials;
  expect(accountOfTemporaryKey(accessKeyId)).toBe('210987654321');
  const whoAmI = () => open()('GetCallerIdentity', {}, { accessKeyId });
  expect(await whoAmI()).toEqual({
    UserId: AssumedRoleUser.AssumedRoleId,
    Account: '210987654321',
    Arn: ASSUMED,
  });
  clock.advance(3_600_000);
  await expect(whoAmI()).rejects.toMatchObject({ code: 'ExpiredToken', status: 403 });
});

test('a role that is known has its own id', async () => {
  const { call } = stsClient();
  const { AssumedRoleUser } = await call('AssumeRole', { ...assume, RoleArn: `${ROLE}/known` });
  expect(AssumedRoleUser.AssumedRoleId).toBe('AROAKNOWNKNOWNKNOWN12:me');
});

test('a session token is of whoever asked for it', async () => {
  const { call } = stsClient();
  const { Credentials } = await call('AssumeRole', assume);
  const as = (accessKeyId: string) => ({ accessKeyId });
  const token = await call('GetSessionToken', {}, as(Credentials.AccessKeyId));
  const { Arn } = await call('GetCallerIdentity', {}, as(token.Credentials.AccessKeyId));
  expect(Arn).toBe(ASSUMED);
});

test('a token of an identity provider is read', async () => {
  const { call } = stsClient();
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = { sub: 'subject', iss: 'https://issuer.example', aud: 'sts.amazonaws.com' };
  const WebIdentityToken = `${part({ alg: 'RS256' })}.${part(claims)}.x`;
  const answer = await call('AssumeRoleWithWebIdentity', { ...assume, WebIdentityToken });
  expect(answer).toMatchObject({
    SubjectFromWebIdentityToken: 'subject',
    Provider: 'https://issuer.example',
    Audience: 'sts.amazonaws.com',
    AssumedRoleUser: { Arn: ASSUMED },
  });
  for (const wrong of ['none', `${part({})}.${part({})}.x`, 'a.b.c']) {
    const refusal = call('AssumeRoleWithWebIdentity', { ...assume, WebIdentityToken: wrong });
    await expect(refusal).rejects.toEqual(refused('InvalidIdentityToken'));
  }
});

test.each([
  [{ RoleArn: 'arn:aws:iam::210987654321:user/x' }, /is invalid$/],
  [{ RoleArn: 'arn:aws:iam::me:role/x-and-more' }, /is invalid$/],
  [{ RoleSessionName: 'a b' }, /roleSessionName/],
  [{ DurationSeconds: 1 }, /durationSeconds/],
  [{ Policy: '{}' }, 'Policy is not supported here.'],
])('a role cannot be assumed with %j', async (more, text) => {
  const { call } = stsClient();
  const assumed = call('AssumeRole', { ...assume, ...more });
  await expect(assumed).rejects.toEqual(refused('ValidationError', text));
});
