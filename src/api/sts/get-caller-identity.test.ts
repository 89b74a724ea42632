import { expect, test } from 'vitest';
import type { RequestContext } from '../operation.ts';
import { stsService } from './service.ts';

function ask(account: string, region: string): Promise<unknown> {
  const context: RequestContext = {
    scope: { account, region },
    requestId: 'r',
    endpoint: 'http://127.0.0.1:4566',
    userAgent: '',
    signal: new AbortController().signal,
  };
  const [operation] = stsService().operations;
  return operation?.handle({}, context) as Promise<unknown>;
}

test('a caller is the root user of the account of the request', async () => {
  expect(await ask('123456789012', 'eu-west-1')).toEqual({
    UserId: '123456789012',
    Account: '123456789012',
    Arn: 'arn:aws:iam::123456789012:root',
  });
});

test('a caller in China has an ARN of the partition of China', async () => {
  expect(await ask('123456789012', 'cn-north-1')).toMatchObject({
    Arn: 'arn:aws-cn:iam::123456789012:root',
  });
});
