import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient } from './kinesis-client.suite.ts';

const CONSUMER_ARN = `${ARN}/consumer/audit:1421889722`;
const CONSUMER = {
  ConsumerName: 'audit',
  ConsumerARN: CONSUMER_ARN,
  ConsumerStatus: 'ACTIVE',
  ConsumerCreationTimestamp: 1_421_889_722_000,
};

async function registered() {
  const { call, created } = kinesisClient();
  await created();
  const answer = await call('RegisterStreamConsumer', { StreamARN: ARN, ConsumerName: 'audit' });
  return { call, created, answer };
}

test('a consumer is registered, and found by its ARN, by its name, or by both', async () => {
  const { call, answer } = await registered();
  expect(answer).toEqual({ Consumer: CONSUMER });
  for (const naming of [
    { ConsumerARN: CONSUMER_ARN },
    { StreamARN: ARN, ConsumerName: 'audit' },
    { StreamARN: ARN, ConsumerName: 'audit', ConsumerARN: CONSUMER_ARN },
  ]) {
    const described = await call('DescribeStreamConsumer', naming);
    expect(described).toEqual({ ConsumerDescription: { ...CONSUMER, StreamARN: ARN } });
  }
  const { StreamDescriptionSummary } = await call('DescribeStreamSummary', { StreamARN: ARN });
  expect(StreamDescriptionSummary.ConsumerCount).toBe(1);
});

test.each([
  [{}, 'InvalidArgumentException', /^Either ConsumerARN or/],
  [{ StreamARN: ARN }, 'InvalidArgumentException', /^Either ConsumerARN or/],
  [{ ConsumerName: 'audit' }, 'InvalidArgumentException', /^Either ConsumerARN or/],
  [{ ConsumerARN: CONSUMER_ARN, ConsumerName: 'x' }, 'InvalidArgumentException', /two different/],
  [
    { ConsumerARN: CONSUMER_ARN, StreamARN: `${ARN}x` },
    'InvalidArgumentException',
    /two different/,
  ],
  [{ ConsumerARN: `${ARN}/consumer/audit` }, 'ValidationException', /'consumerARN'/],
  [
    { ConsumerARN: CONSUMER_ARN.replace('audit', 'other') },
    'ResourceNotFoundException',
    'Consumer other with creation timestamp 1421889722 under stream: orders, account 123456789012 not found.',
  ],
  [
    { StreamARN: ARN, ConsumerName: 'other' },
    'ResourceNotFoundException',
    'Consumer other under stream: orders, account 123456789012 not found.',
  ],
  [
    { ConsumerARN: CONSUMER_ARN.replace('us-east-1', 'eu-west-1') },
    'ResourceNotFoundException',
    /^Consumer audit with creation timestamp/,
  ],
])('no consumer is named by %j', async (naming, code, message) => {
  const { call } = await registered();
  for (const name of ['DescribeStreamConsumer', 'DeregisterStreamConsumer']) {
    await expect(call(name, naming)).rejects.toEqual(refused(code, message));
  }
});

test('consumers are listed in pages', async () => {
  const { call } = await registered();
  await call('RegisterStreamConsumer', { StreamARN: ARN, ConsumerName: 'billing' });
  const list = (input: object) => call('ListStreamConsumers', { StreamARN: ARN, ...input });
  const first = await list({ MaxResults: 1, StreamCreationTimestamp: 1_421_889_722_000 });
  expect(first.Consumers).toEqual([CONSUMER]);
  const { NextToken } = first;
  const second = await list({ NextToken });
  expect(second.Consumers).toMatchObject([{ ConsumerName: 'billing' }]);
  expect(second.NextToken).toBeUndefined();
  await expect(list({ NextToken, StreamCreationTimestamp: 0 })).rejects.toEqual(
    refused('InvalidArgumentException', /cannot be provided together/),
  );
  await expect(list({ StreamCreationTimestamp: 0 })).rejects.toEqual(
    refused('ResourceNotFoundException', /^Stream orders/),
  );
  await expect(list({ NextToken: 'AAAA' })).rejects.toEqual(
    refused('InvalidArgumentException', 'Invalid NextToken.'),
  );
});

test('a consumer that exists is in use', async () => {
  const { call } = await registered();
  const register = (input: object) =>
    call('RegisterStreamConsumer', { StreamARN: ARN, ConsumerName: 'audit', ...input });
  await expect(register({})).rejects.toEqual(refused('ResourceInUseException', /already exists/));
});

test('a stream with consumers is deleted when their deletion is enforced, or they are gone', async () => {
  const { call, created } = await registered();
  const remove = (input: object = {}) => call('DeleteStream', { StreamName: 'orders', ...input });
  await expect(remove()).rejects.toEqual(
    refused('ResourceInUseException', /set the EnforceConsumerDeletion parameter to true/),
  );
  await remove({ EnforceConsumerDeletion: true });
  await created();
  await call('RegisterStreamConsumer', { StreamARN: ARN, ConsumerName: 'audit' });
  await call('DeregisterStreamConsumer', { StreamARN: ARN, ConsumerName: 'audit' });
  await remove();
});
