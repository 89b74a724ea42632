import { expect, test } from 'vitest';
import { KinesisError } from '../kinesis/kinesis-error.ts';
import { S3Error } from '../s3/s3-error.ts';
import { TopicError } from '../sns/topic-error.ts';
import { StoreError } from '../store/store-error.ts';
import { expectedError } from './expected-errors.ts';

test.each([
  ['a stream', new KinesisError('StreamExists', 'there is one')],
  ['a bucket of another account', new S3Error('BucketAlreadyExists', 'there is one')],
  ['a topic', new TopicError('InvalidParameter', 'there is one')],
])('what is wrong with %s is told, and is no defect of ours', (_, error) => {
  expect(expectedError(error)).toBe('there is one');
});

test('anything else is one', () => {
  expect(expectedError(new TypeError('x is undefined'))).toBeUndefined();
});

test('a folder that cannot be made, or is gone, is none', () => {
  const missing = (syscall: string) =>
    expectedError(Object.assign(new Error('no such file'), { code: 'ENOENT', syscall }));
  expect(missing('mkdir')).toContain('Choose another folder with --data');
  expect(missing('uv_cwd')).toContain('Change to another one');
  expect(missing('open')).toBeUndefined();
});

test('several that can be put right are told together, unless one of them cannot', () => {
  const lost = new StoreError('Broken', 'The disk did not take what was written.');
  const several = (...errors: Error[]) =>
    new AggregateError(errors, 'Not everything could be stopped.');
  expect(expectedError(several(lost))).toBe(`Not everything could be stopped. ${lost.message}`);
  expect(expectedError(several(lost, new TypeError('x is undefined')))).toBeUndefined();
});
