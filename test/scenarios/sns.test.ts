import { afterEach, beforeEach, expect, test } from 'vitest';
import { snsService } from '../../src/api/sns/service.ts';
import { sqsService } from '../../src/api/sqs/service.ts';
import { Topics } from '../../src/sns/topics.ts';
import { Queues } from '../../src/sqs/queues.ts';
import { available } from '../available.ts';
import { Endpoint } from '../endpoint.ts';
import { run } from '../running.ts';

const HAS_AWS_CLI = available('aws');

let endpoint: Endpoint;
beforeEach(async () => {
  endpoint = await Endpoint.start((world) => {
    const queues = new Queues(world);
    const topics = new Topics({
      ...world,
      deliver: (transaction, queueArn, body) => queues.enqueue(transaction, queueArn, body),
    });
    return [snsService(topics), sqsService(queues)];
  });
});
afterEach(() => endpoint[Symbol.asyncDispose]());

async function aws(...args: string[]) {
  const { stdout, stderr } = await run('aws', [...args, '--endpoint-url', endpoint.url], {
    env: endpoint.env,
  });
  if (stderr !== '') throw new Error(stderr);
  return stdout === '' ? undefined : JSON.parse(stdout);
}

const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:123456789012:failed';

test.skipIf(!HAS_AWS_CLI)('what the AWS CLI publishes reaches a queue (needs aws)', async () => {
  const { QueueUrl } = await aws('sqs', 'create-queue', '--queue-name', 'failed');
  const { TopicArn } = await aws(
    'sns',
    'create-topic',
    '--name',
    'alarms',
    '--tags',
    'Key=a,Value=b',
  );
  const topic = ['--topic-arn', TopicArn];
  const toQueue = ['--protocol', 'sqs', '--notification-endpoint', QUEUE_ARN];
  const { SubscriptionArn } = await aws('sns', 'subscribe', ...topic, ...toQueue);
  const published = await aws(
    'sns',
    'publish',
    ...topic,
    '--subject',
    'S',
    '--message',
    '<&>\n"é😀',
  );
  const received = await aws('sqs', 'receive-message', '--queue-url', QueueUrl);
  expect(JSON.parse(received.Messages[0].Body)).toMatchObject({
    Type: 'Notification',
    MessageId: published.MessageId,
    TopicArn,
    Subject: 'S',
    Message: '<&>\n"é😀',
  });
  const raw = ['--attribute-name', 'RawMessageDelivery', '--attribute-value', 'true'];
  await aws('sns', 'set-subscription-attributes', '--subscription-arn', SubscriptionArn, ...raw);
  await aws('sns', 'publish', ...topic, '--message', 'raw');
  const second = await aws('sqs', 'receive-message', '--queue-url', QueueUrl);
  expect(second.Messages[0].Body).toBe('raw');
  const { Attributes } = await aws('sns', 'get-topic-attributes', ...topic);
  expect(Attributes).toMatchObject({ TopicArn, SubscriptionsConfirmed: '1' });
  const { Tags } = await aws('sns', 'list-tags-for-resource', '--resource-arn', TopicArn);
  expect(Tags).toEqual([{ Key: 'a', Value: 'b' }]);
  await aws('sns', 'unsubscribe', '--subscription-arn', SubscriptionArn);
  expect(await aws('sns', 'list-subscriptions')).toEqual({ Subscriptions: [] });
  await aws('sns', 'delete-topic', ...topic);
  expect(await aws('sns', 'list-topics')).toEqual({ Topics: [] });
});

test.skipIf(!HAS_AWS_CLI)('what SNS can do and this cannot is refused (needs aws)', async () => {
  const { TopicArn } = await aws('sns', 'create-topic', '--name', 'alarms');
  const topic = ['--topic-arn', TopicArn];
  const email = ['--protocol', 'email', '--notification-endpoint', 'a@b.example'];
  await expect(aws('sns', 'subscribe', ...topic, ...email)).rejects.toThrow(
    '(InvalidParameter) when calling the Subscribe operation: Invalid parameter: Protocol',
  );
  const attributes = ['--message-attributes', '{"a":{"DataType":"String","StringValue":"b"}}'];
  await expect(aws('sns', 'publish', ...topic, '--message', 'm', ...attributes)).rejects.toThrow(
    'MessageAttributes is not supported here',
  );
  await expect(aws('sns', 'create-topic', '--name', 'a.fifo')).rejects.toThrow('FIFO');
  await expect(
    aws('sns', 'publish', '--topic-arn', `${TopicArn}2`, '--message', 'm'),
  ).rejects.toThrow('(NotFound) when calling the Publish operation: Topic does not exist');
});
