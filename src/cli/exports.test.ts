import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { DEFAULT_SCOPE } from '../aws/scope.ts';
import { exportLines, tlsLines } from './exports.ts';

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

test('a path is one word to the shell, whatever it has in it', () => {
  const lines = tlsLines({ endpoint: 'https://[::1]:4567', caFile: "/a b/it's/ca.pem" });
  const script = `${lines.filter((line) => line.includes('export')).join('\n')}
    printf '%s %s' "$AWS_ENDPOINT_URL" "$AWS_CA_BUNDLE"`;
  const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
  expect(printed).toBe("https://[::1]:4567 /a b/it's/ca.pem");
});

test('whatever an endpoint calls its key, the shell runs none of it', () => {
  const key = { ...KEY, accessKeyId: "X'\necho hacked; $(echo hacked) #" };
  const script = exportLines('http://127.0.0.1:4566', DEFAULT_SCOPE, key).join('\n');
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe('');
});
