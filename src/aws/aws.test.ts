import { expect, test } from 'vitest';
import { formatArn, parseArn } from './arn.ts';
import { AwsError } from './aws-error.ts';

test.each([
  ['us-east-1', 'arn:aws:kinesis:us-east-1:123456789012:stream/orders'],
  ['cn-north-1', 'arn:aws-cn:kinesis:cn-north-1:123456789012:stream/orders'],
  ['us-gov-west-1', 'arn:aws-us-gov:kinesis:us-gov-west-1:123456789012:stream/orders'],
])('an ARN of %s is written and read back', (region, text) => {
  expect(formatArn({ account: '123456789012', region }, 'kinesis', 'stream/orders')).toBe(text);
  expect(parseArn(text)).toMatchObject({ service: 'kinesis', region, resource: 'stream/orders' });
});

test('the resource of an ARN keeps its colons', () => {
  expect(parseArn('arn:aws:lambda:us-east-1:1:function:f:alias')?.resource).toBe(
    'function:f:alias',
  );
});

test.each(['', 'orders', 'arn:aws:kinesis', 'urn:aws:kinesis:r:a:x'])('%j is no ARN', (text) => {
  expect(parseArn(text)).toBeUndefined();
});

test('an error is the fault of the sender unless its status says otherwise', () => {
  expect(new AwsError('ValidationException', 'x')).toMatchObject({ status: 400, fault: 'Sender' });
  expect(new AwsError('InternalFailure', 'x', { status: 500 }).fault).toBe('Receiver');
});
