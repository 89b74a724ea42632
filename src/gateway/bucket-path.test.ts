import { expect, test } from 'vitest';
import { bucketPathOf } from './bucket-path.ts';

const HOST = '127.0.0.1:4566';

test.each([
  [HOST, '/', '/', {}],
  [HOST, '/b', '/{Bucket}', { Bucket: 'b' }],
  [HOST, '/b/', '/{Bucket}', { Bucket: 'b' }],
  [HOST, '/b/k', '/{Bucket}/{Key+}', { Bucket: 'b', Key: 'k' }],
  [HOST, '/b//', '/{Bucket}/{Key+}', { Bucket: 'b', Key: '/' }],
  [HOST, '/b/a/../%2F+/', '/{Bucket}/{Key+}', { Bucket: 'b', Key: 'a/..//+/' }],
  [HOST, '//k', '/{Bucket}/{Key+}', { Bucket: '', Key: 'k' }],
  [HOST, '/b/%0A', '/{Bucket}/{Key+}', { Bucket: 'b', Key: '\n' }],
  ['localhost:4566', '/b', '/{Bucket}', { Bucket: 'b' }],
  ['s3.localhost:4566', '/b', '/{Bucket}', { Bucket: 'b' }],
  ['s3.eu-west-1.localhost', '/b', '/{Bucket}', { Bucket: 'b' }],
  ['b.localhost:4566', '/', '/{Bucket}', { Bucket: 'b' }],
  ['b.c.s3.localhost:4566', '/k/l', '/{Bucket}/{Key+}', { Bucket: 'b.c', Key: 'k/l' }],
  ['b.s3.eu-west-1.localhost', '/k', '/{Bucket}/{Key+}', { Bucket: 'b', Key: 'k' }],
])('%s %s is about %s', (host, path, about, labels) => {
  expect(bucketPathOf({ host, path })).toEqual({ path: about, labels });
});

test.each(['/%', '/b/%ff', '/%c0%80'])('%s names nothing', (path) => {
  expect(bucketPathOf({ host: HOST, path })).toBeUndefined();
});
