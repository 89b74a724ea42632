import { expect, test } from 'vitest';
import { DEFAULT_SCOPE } from '../aws/scope.ts';
import { exportLines } from './exports.ts';

const KEY = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
const unsetBy = (key?: Parameters<typeof exportLines>[2]) =>
  exportLines('http://127.0.0.1:4566', DEFAULT_SCOPE, key).find((line) => line.startsWith('unset'));

test('the session token of other credentials is taken away', () => {
  expect(unsetBy()).toBe('unset AWS_SESSION_TOKEN AWS_PROFILE');
  expect(unsetBy(KEY)).toBe('unset AWS_SESSION_TOKEN AWS_PROFILE');
});

test('that of the key itself stays', () => {
  expect(unsetBy({ ...KEY, sessionToken: 'token' })).toBe('unset AWS_PROFILE');
});

test('a secret that counts is not shown', () => {
  expect(exportLines('http://127.0.0.1:4566', DEFAULT_SCOPE, KEY).join()).not.toContain('=secret');
});
