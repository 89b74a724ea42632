import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { readHead } from './head.ts';
import { isOwn } from './own-routes.ts';

const headOf = (url: string, host = 'localhost:4566') =>
  readHead({ url, method: 'GET', headers: { host } } as unknown as IncomingMessage);

test.each([
  ['/b/k?a=1', 'localhost:4566', '/b/k', '1'],
  ['http://127.0.0.1:4566/b/k?a=1', '127.0.0.1:4566', '/b/k', '1'],
  ['HTTP://b.localhost', 'b.localhost', '/', null],
  ['https://b.localhost?a=1', 'b.localhost', '/', '1'],
  ['/http://b/k', 'localhost:4566', '/http://b/k', null],
])('what %s asks for is told, through a proxy too', (url, host, path, a) => {
  const head = headOf(url);
  expect(head).toMatchObject({ host, path });
  expect(head.query.get('a')).toBe(a);
});

test('a key of a bucket in the host may begin with an underscore', () => {
  expect(isOwn(headOf('/_sluicebox/health'))).toBe(true);
  expect(isOwn(headOf('/_sluicebox/health', 'bucket.localhost:4566'))).toBe(true);
  expect(isOwn(headOf('/_SUCCESS', 'bucket.s3.localhost'))).toBe(false);
  expect(isOwn(headOf('/_SUCCESS', 's3.localhost'))).toBe(true);
});
