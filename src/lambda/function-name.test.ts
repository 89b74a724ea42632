import { expect, test } from 'vitest';
import { parseFunctionName } from './function-name.ts';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:orders';

test.each([
  ['orders', {}],
  ['orders:live', { qualifier: 'live' }],
  ['orders:$LATEST', { qualifier: '$LATEST' }],
  ['function:orders', {}],
  ['123456789012:orders', { account: '123456789012' }],
  ['123456789012:function:orders:live', { account: '123456789012', qualifier: 'live' }],
  [arn, { account: '123456789012', region: 'eu-west-1' }],
  [`${arn}:live`, { account: '123456789012', region: 'eu-west-1', qualifier: 'live' }],
])('%s names the function orders', (text, rest) => {
  expect(parseFunctionName(text)).toEqual({ functionName: 'orders', ...rest });
});

test.each(['', 'a b', 'orders:live:more', 'arn:aws:sqs:eu-west-1:123456789012:orders', ':live'])(
  '%j names no function',
  (text) => {
    expect(() => parseFunctionName(text)).toThrow(
      expect.objectContaining({ code: 'InvalidParameterValueException' }),
    );
  },
);
