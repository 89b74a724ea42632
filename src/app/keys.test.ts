import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { Iam } from '../iam/iam.ts';
import { seededRandom } from '../random/random.ts';
import { MemoryStore } from '../store/memory-store.ts';
import { keysOf } from './keys.ts';
import { sessionsOf } from './role-sessions.ts';

test('requests are signed with given keys, the functions’ own, and those of sessions', async () => {
  const clock = new ManualClock();
  const world = { store: new MemoryStore(), clock, random: seededRandom(1) };
  const sessions = sessionsOf({ ...world, iam: new Iam(world) });
  const given = [{ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'given' }];
  const keys = keysOf(given, 'own', (accessKeyId) => sessions.secretsOf(accessKeyId));
  expect(keys.secretsOf('AKIDEXAMPLE')).toMatchObject([{ secretAccessKey: 'given' }]);
  expect(keys.secretsOf('123456789012')).toEqual([{ secretAccessKey: 'own' }]);
  const scope = { account: '123456789012', region: 'us-east-1' };
  const role = { roleArn: 'arn:aws:iam::123456789012:role/r', sessionName: 'me', seconds: 900 };
  const { credentials } = await sessions.assumeRole(scope, role);
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  expect(keys.secretsOf(accessKeyId)).toMatchObject([
    { secretAccessKey, sessionToken, isExpired: false },
  ]);
  clock.advance(900_000);
  expect(keys.secretsOf(accessKeyId)).toMatchObject([{ secretAccessKey, isExpired: true }]);
  expect(keys.secretsOf('\0')).toEqual([]);
});
