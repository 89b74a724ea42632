import { expect, test } from 'vitest';
import { refused } from '../operation.suite.ts';
import { logsClient } from './logs-client.suite.ts';

const logGroupName = 'orders';
const resourceArn = 'arn:aws:logs:us-east-1:000000000000:log-group:orders';

test('both families of operations are about the same tags', async () => {
  const { call } = logsClient();
  await call('CreateLogGroup', { logGroupName, tags: { team: 'x' } });
  await call('TagResource', { resourceArn, tags: { stage: 'test' } });
  await call('TagLogGroup', { logGroupName, tags: { team: 'y', cost: '' } });
  const tags = { team: 'y', stage: 'test', cost: '' };
  expect(await call('ListTagsForResource', { resourceArn })).toEqual({ tags });
  expect(await call('ListTagsLogGroup', { logGroupName })).toEqual({ tags });
  await call('UntagResource', { resourceArn, tagKeys: ['cost', 'other'] });
  await call('UntagLogGroup', { logGroupName, tags: ['stage'] });
  expect(await call('ListTagsLogGroup', { logGroupName })).toEqual({ tags: { team: 'y' } });
});

test('a group without tags has none, and one that is not there is told', async () => {
  const { call } = logsClient();
  await call('CreateLogGroup', { logGroupName });
  expect(await call('ListTagsForResource', { resourceArn })).toEqual({ tags: {} });
  const code = 'ResourceNotFoundException';
  await expect(call('ListTagsLogGroup', { logGroupName: 'x' })).rejects.toEqual(refused(code));
  const elsewhere = { resourceArn: resourceArn.replace('us-east-1', 'eu-west-1') };
  await expect(call('ListTagsForResource', elsewhere)).rejects.toEqual(refused(code));
  const noArn = call('ListTagsForResource', { resourceArn: 'orders' });
  await expect(noArn).rejects.toEqual(refused('InvalidParameterException'));
});

test('tags have limits', async () => {
  const { call } = logsClient();
  await call('CreateLogGroup', { logGroupName });
  const own = call('TagLogGroup', { logGroupName, tags: { 'aws:x': '1' } });
  await expect(own).rejects.toEqual(refused('InvalidParameterException', /reserved/));
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${index}`, '']));
  await call('TagResource', { resourceArn, tags: many });
  const more = call('TagResource', { resourceArn, tags: { more: '' } });
  await expect(more).rejects.toEqual(refused('TooManyTagsException', /50/));
});
