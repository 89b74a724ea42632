import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { ARN, kinesisClient } from './kinesis-client.suite.ts';

const CONSUMER_ARN = `${ARN}/consumer/audit:1421889722`;
const POLICY = '{"Version":"2012-10-17","Statement":[]}';

async function resources() {
  const client = kinesisClient();
  await client.created({ Tags: { made: 'stream' } });
  const naming = { StreamARN: ARN, ConsumerName: 'audit' };
  await client.call('RegisterStreamConsumer', { ...naming, Tags: { made: 'consumer' } });
  return client;
}

test.each([
  [ARN, 'stream'],
  [CONSUMER_ARN, 'consumer'],
])('%s is tagged', async (ResourceARN, made) => {
  const { call } = await resources();
  await call('TagResource', { ResourceARN, Tags: { team: 'a', empty: '' } });
  expect(await call('ListTagsForResource', { ResourceARN })).toEqual({
    Tags: [
      { Key: 'empty', Value: '' },
      { Key: 'made', Value: made },
      { Key: 'team', Value: 'a' },
    ],
  });
  await call('UntagResource', { ResourceARN, TagKeys: ['made', 'empty', 'none'] });
  const { Tags } = await call('ListTagsForResource', { ResourceARN });
  expect(Tags).toEqual([{ Key: 'team', Value: 'a' }]);
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`t${n}`, 'x']));
  await expect(call('TagResource', { ResourceARN, Tags: many })).rejects.toEqual(
    refused('InvalidArgumentException', /cannot have more than 50 tags/),
  );
});

test('both families of operations see the same tags of a stream', async () => {
  const { call } = await resources();
  await call('AddTagsToStream', { StreamName: 'orders', Tags: { one: '1' } });
  await call('UntagResource', { ResourceARN: ARN, TagKeys: ['made'] });
  const tags = [{ Key: 'one', Value: '1' }];
  expect(await call('ListTagsForResource', { ResourceARN: ARN })).toEqual({ Tags: tags });
  const listed = await call('ListTagsForStream', { StreamName: 'orders' });
  expect(listed).toEqual({ Tags: tags, HasMoreTags: false });
});

test.each([ARN, CONSUMER_ARN])('%s has a policy until it is deleted', async (ResourceARN) => {
  const { call, events } = await resources();
  const warnings: string[] = [];
  events.on('warning', ({ message }) => warnings.push(message));
  const policy = async () => (await call('GetResourcePolicy', { ResourceARN })).Policy;
  expect(await policy()).toBe('{}');
  await call('PutResourcePolicy', { ResourceARN, Policy: POLICY });
  expect(await policy()).toBe(POLICY);
  expect(warnings).toEqual([expect.stringMatching(/permissions are not enforced\.$/)]);
  await call('DeleteResourcePolicy', { ResourceARN });
  expect(await policy()).toBe('{}');
  await expect(call('DeleteResourcePolicy', { ResourceARN })).rejects.toEqual(
    refused(
      'ResourceNotFoundException',
      `No resource policy found for resource ARN ${ResourceARN}.`,
    ),
  );
  for (const Policy of ['{', '[]', 'null']) {
    await expect(call('PutResourcePolicy', { ResourceARN, Policy })).rejects.toEqual(
      refused('InvalidArgumentException', 'The policy is not a valid JSON document.'),
    );
  }
});

test.each([
  [ARN.replace('orders', 'other'), 'ResourceNotFoundException', /^Stream other under/],
  [ARN.replace('us-east-1', 'eu-west-1'), 'ResourceNotFoundException', /^Stream orders under/],
  [CONSUMER_ARN.replace('audit', 'x'), 'ResourceNotFoundException', /^Consumer x with creation/],
  [`${ARN}/consumer/audit`, 'InvalidArgumentException', /is not the ARN of a stream or a consumer/],
  ['arn:aws:sqs:us-east-1:123456789012:orders', 'ValidationException', /'resourceARN'/],
])('%s is no resource', async (ResourceARN, code, message) => {
  const { call } = await resources();
  for (const name of ['ListTagsForResource', 'GetResourcePolicy', 'DeleteResourcePolicy']) {
    await expect(call(name, { ResourceARN })).rejects.toEqual(refused(code, message));
  }
});
