import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { sqsService } from '../../src/api/sqs/service.ts';
import { Queues } from '../../src/sqs/queues.ts';
import { available } from '../available.ts';
import { ROOT, run } from '../running.ts';
import { Endpoint } from '../endpoint.ts';
import { HAS_MOTO, startMoto } from '../moto.ts';
import { answersOf } from './sqs-script.ts';

const HAS_AWS_CLI = available('aws');
const HAS_BOTO3 = available('python3', ['-c', 'import boto3']);

const startEndpoint = () => Endpoint.start((world) => [sqsService(new Queues(world))]);

/** How an answer of moto's differs: what it does instead, or which parts are others. */
function difference(ours: object, theirs: object | undefined): string | undefined {
  if (isDeepStrictEqual(ours, theirs)) return undefined;
  if (!theirs || 'crashed' in theirs) return 'is answered 500';
  if ('code' in ours && !('code' in theirs)) return 'is not refused';
  return differingParts(ours, theirs).join(' ');
}

/** Names and positions, joined by dots. */
function differingParts(left: unknown, right: unknown, path = ''): string[] {
  if (isDeepStrictEqual(left, right)) return [];
  if (!isObject(left) || !isObject(right)) return [path];
  const names = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  const isList = Array.isArray(left) || Array.isArray(right);
  if (isList && Object.keys(left).length !== Object.keys(right).length) return [path];
  return names.flatMap((name) =>
    differingParts(left[name], right[name], path === '' ? name : `${path}.${name}`),
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** What must be refused, by the names of steps, and the code that says so. */
const REFUSED: Readonly<Record<string, string>> = {
  'create another of that name': 'QueueNameExists',
  'create with a bad name': 'InvalidParameterValue',
  'create with a bad number': 'InvalidAttributeValue',
  'create with an unknown attribute': 'InvalidAttributeName',
  'create FIFO without the ending': 'InvalidParameterValue',
  'create standard with the ending': 'InvalidParameterValue',
  'create standard with FIFO settings': 'InvalidAttributeName',
  'url of none': 'QueueDoesNotExist',
  'set what is for FIFO': 'InvalidAttributeName',
  'set a policy that is none': 'InvalidAttributeValue',
  'set a redrive policy that is none': 'InvalidParameterValue',
  'set a redrive policy to nowhere': 'InvalidParameterValue',
  'set a redrive policy to the other type': 'InvalidParameterValue',
  'send nothing': 'MissingParameter',
  'send too much': 'InvalidParameterValue',
  'send what XML has not': 'InvalidMessageContents',
  'send an empty attribute': 'InvalidParameterValue',
  'send with a long delay': 'InvalidParameterValue',
  'send with a deduplication id': 'InvalidParameterValue',
  'send with a bad group': 'InvalidParameterValue',
  'send no batch': 'EmptyBatchRequest',
  'send a batch of eleven': 'TooManyEntriesInBatchRequest',
  'send a batch with an id twice': 'BatchEntryIdsNotDistinct',
  'send a batch with a bad id': 'InvalidBatchEntryId',
  'receive eleven': 'InvalidParameterValue',
  'receive and wait too long': 'InvalidParameterValue',
  'receive with an attempt id': 'InvalidParameterValue',
  'hide for too long': 'InvalidParameterValue',
  'hide what is none': 'ReceiptHandleIsInvalid',
  'delete what is none': 'ReceiptHandleIsInvalid',
  'FIFO: send without a group': 'MissingParameter',
  'FIFO: send without an id': 'InvalidParameterValue',
  'FIFO: send with a delay': 'InvalidParameterValue',
  'FIFO: send with a long id': 'InvalidParameterValue',
  'FIFO: send a batch without a group': 'InvalidParameterValue',
  'FIFO: delete with a stale handle': 'InvalidParameterValue',
  'move from nowhere': 'ResourceNotFoundException',
  'move from no dead-letter queue': 'InvalidParameterValue',
  'move to nowhere': 'ResourceNotFoundException',
  'move too quickly': 'InvalidParameterValue',
  'move at the same time': 'InvalidParameterValue',
  'cancel again': 'ResourceNotFoundException',
  'cancel what is none': 'InvalidParameterValue',
  'permit under a used label': 'InvalidParameterValue',
  'permit no longer again': 'InvalidParameterValue',
  'purge again': 'PurgeQueueInProgress',
  'send to a deleted queue': 'QueueDoesNotExist',
  'create too soon': 'QueueDeletedRecently',
};

/** What some steps must be answered. */
const ANSWERED = {
  attributes: { Attributes: { VisibilityTimeout: '40', MaximumMessageSize: '1048576' } },
  tags: { Tags: { team: 'a' } },
  'send a batch': { Successful: [{ Id: '1' }, { Id: '2' }], Failed: [{ Id: '3' }] },
  receive: {
    Messages: [
      { Body: 'é', MessageAttributes: { kind: { StringValue: 'a' } } },
      { Body: '1' },
      { Body: '2' },
    ],
  },
  'receive nothing': {},
  'FIFO: receive': { Messages: [{ Body: '1', Attributes: { MessageGroupId: 'a' } }] },
  'FIFO: receive that again': { Messages: [{ Body: '1' }] },
  'FIFO: receive of the other group': { Messages: [{ Body: 'b1' }] },
  'FIFO: receive the next': { Messages: [{ Body: 'a2' }] },
  sources: { queueUrls: ['<endpoint>/123456789012/source'] },
  'receive what was moved': { Messages: [{ Body: '1' }] },
  tasks: { Results: [{ Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 1 }] },
};

/** What moto answers otherwise. */
interface Difference {
  readonly right: 'sluicebox' | 'moto';
  readonly why: string;
  /** By the names of steps. */
  readonly where: Readonly<Record<string, string>>;
}

const NOT_REFUSED = 'is not refused';
const FAILS = 'is answered 500';
const DIFFERENCES: readonly Difference[] = [
  {
    right: 'sluicebox',
    why: 'the text was recorded on AWS, or reported of it',
    where: {
      'create another of that name': 'message',
      'create FIFO without the ending': 'message',
      'receive eleven': 'message',
      'receive and wait too long': 'message',
      'hide for too long': 'message',
      'hide a batch': 'Failed.0.Message',
      'permit no longer again': 'message',
    },
  },
  {
    right: 'sluicebox',
    why: 'the code or the status is that of the model, or recorded',
    where: {
      'set a redrive policy to nowhere': 'code message',
      'hide what is none': 'status message',
      'delete what is none': 'status message',
      'FIFO: send a batch without a group': 'code',
    },
  },
  {
    right: 'sluicebox',
    why: 'the API reference says that it is refused, or it was recorded',
    where: {
      'create with a bad number': NOT_REFUSED,
      'create with an unknown attribute': NOT_REFUSED,
      'create standard with the ending': NOT_REFUSED,
      'create standard with FIFO settings': NOT_REFUSED,
      'set what is for FIFO': NOT_REFUSED,
      'set a redrive policy to the other type': NOT_REFUSED,
      'send nothing': NOT_REFUSED,
      'send what XML has not': NOT_REFUSED,
      'send an empty attribute': NOT_REFUSED,
      'send with a deduplication id': NOT_REFUSED,
      'send with a bad group': NOT_REFUSED,
      'send a batch': 'Successful Failed',
      'receive with an attempt id': NOT_REFUSED,
      'FIFO: send with a long id': NOT_REFUSED,
      'FIFO: delete with a stale handle': NOT_REFUSED,
      'purge again': NOT_REFUSED,
      'create too soon': NOT_REFUSED,
      'set a policy that is none': FAILS,
      'set a redrive policy that is none': FAILS,
    },
  },
  {
    right: 'sluicebox',
    why: 'moto has what it did not refuse before',
    where: {
      list: 'QueueUrls',
      receive: 'Messages',
      'FIFO: receive the next':
        'Messages.0.MD5OfBody Messages.0.Body Messages.0.Attributes.SenderId ' +
        'Messages.0.Attributes.MessageDeduplicationId',
    },
  },
  {
    right: 'sluicebox',
    why: 'MaxResults asks for a page, and is ignored by moto',
    where: { 'list a page': 'QueueUrls NextToken' },
  },
  {
    right: 'sluicebox',
    why: 'times are whole seconds',
    where: {
      attributes: 'Attributes.CreatedTimestamp Attributes.LastModifiedTimestamp',
      'attributes of FIFO': 'Attributes.CreatedTimestamp Attributes.LastModifiedTimestamp',
    },
  },
  {
    right: 'sluicebox',
    why: 'system attributes have a checksum of their own',
    where: { send: 'MD5OfMessageSystemAttributes' },
  },
  {
    right: 'sluicebox',
    why: 'a list without entries is absent in the JSON protocol',
    where: { 'FIFO: send a batch': 'Failed' },
  },
  {
    right: 'moto',
    why: 'SenderId is the id of an IAM user or role; here it is the account',
    where: { 'FIFO: receive': 'Messages.0.Attributes.SenderId' },
  },
  {
    right: 'sluicebox',
    why: 'a second receive with an attempt id is given the same messages, which moto does not know',
    where: {
      'FIFO: receive that again':
        'Messages.0.MD5OfBody Messages.0.Body Messages.0.Attributes.SenderId ' +
        'Messages.0.Attributes.MessageGroupId Messages.0.Attributes.MessageDeduplicationId',
      'FIFO: receive of the other group': 'Messages',
    },
  },
  {
    right: 'sluicebox',
    why: 'a dead letter tells where it comes from; as to SenderId see above',
    where: {
      'receive dead letters':
        'Messages.0.Attributes.SenderId Messages.0.Attributes.DeadLetterQueueSourceArn ' +
        'Messages.1.Attributes.SenderId Messages.1.Attributes.DeadLetterQueueSourceArn',
    },
  },
  {
    right: 'sluicebox',
    why: 'moto has no message move tasks',
    where: {
      'move from nowhere': FAILS,
      'move from no dead-letter queue': FAILS,
      'move to nowhere': FAILS,
      'move too quickly': FAILS,
      move: FAILS,
      'move at the same time': FAILS,
      'receive what was moved': 'Messages',
      cancel: FAILS,
      'cancel again': FAILS,
      'cancel what is none': FAILS,
      tasks: FAILS,
    },
  },
  {
    right: 'sluicebox',
    why: 'the version of a policy that AddPermission begins was recorded',
    where: { policy: 'Attributes.Policy' },
  },
];

test('every operation answers the JavaScript SDK, and refuses as AWS does', async () => {
  await using endpoint = await startEndpoint();
  const answers = await answersOf(endpoint.url);
  const refused = Object.entries(answers).flatMap(([name, answer]) =>
    'code' in answer ? [[name, answer.code]] : [],
  );
  expect(Object.fromEntries(refused)).toEqual(REFUSED);
  expect(answers).toMatchObject(ANSWERED);
});

test.skipIf(!HAS_MOTO)('moto differs in what is listed here alone (needs moto)', async () => {
  await using endpoint = await startEndpoint();
  await using moto = await startMoto();
  const [ours, theirs] = [await answersOf(endpoint.url), await answersOf(moto.endpoint)];
  const found = Object.entries(ours).flatMap(([name, answer]) => {
    const how = difference(answer, theirs[name]);
    return how === undefined ? [] : [[name, how]];
  });
  const listed = DIFFERENCES.flatMap(({ where }) => Object.entries(where));
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(listed));
});

test.skipIf(!HAS_BOTO3)('boto3 is answered the same in both protocols (needs boto3)', async () => {
  const walk = async (protocol: string) => {
    await using endpoint = await startEndpoint();
    const script = join(ROOT, 'test/scenarios/sqs_client.py');
    const { stdout, stderr } = await run('python3', [script, protocol], { env: endpoint.env });
    if (stderr !== '') throw new Error(stderr);
    const walked = JSON.parse(stdout.replaceAll(endpoint.url, '<endpoint>'));
    expect(walked.protocol).toBe(protocol);
    return walked.answers;
  };
  const answers = await walk('json');
  expect(await walk('query')).toEqual(answers);
});

/** Runs an operation of SQS with the AWS CLI. */
const awsAt =
  (endpoint: Endpoint) =>
  async (operation: string, ...args: string[]) => {
    const command = ['sqs', operation, ...args, '--endpoint-url', endpoint.url];
    const { stdout, stderr } = await run('aws', command, { env: endpoint.env });
    if (stderr !== '') throw new Error(stderr);
    return stdout === '' ? undefined : JSON.parse(stdout);
  };
const FIFO = ['--attributes', 'FifoQueue=true,ContentBasedDeduplication=true'];

test.skipIf(!HAS_AWS_CLI)('the AWS CLI sends, receives and deletes (needs aws)', async () => {
  await using endpoint = await startEndpoint();
  const aws = awsAt(endpoint);
  const { QueueUrl } = await aws('create-queue', '--queue-name', 'a.fifo', ...FIFO);
  const queue = ['--queue-url', QueueUrl];
  const send = ['--message-body', 'one', '--message-group-id', 'g'];
  const sent = await aws('send-message', ...queue, ...send);
  expect(sent.SequenceNumber).toMatch(/^\d{20}$/);
  const entries = '[{"Id":"1","MessageBody":"two","MessageGroupId":"g"}]';
  await aws('send-message-batch', ...queue, '--entries', entries);
  const all = ['--attribute-names', 'All', '--max-number-of-messages', '10'];
  const { Messages } = await aws('receive-message', ...queue, ...all);
  expect(Messages.map(({ Body }: { Body: string }) => Body)).toEqual(['one', 'two']);
  expect(Messages[0].Attributes.SequenceNumber).toBe(sent.SequenceNumber);
  const handle = ['--receipt-handle', Messages[0].ReceiptHandle];
  await aws('change-message-visibility', ...queue, ...handle, '--visibility-timeout', '60');
  await aws('delete-message', ...queue, ...handle);
  const ofSecond = JSON.stringify([{ Id: '2', ReceiptHandle: Messages[1].ReceiptHandle }]);
  const hidden = ofSecond.replace('}', ',"VisibilityTimeout":60}');
  for (const [operation, batch] of [
    ['change-message-visibility-batch', hidden],
    ['delete-message-batch', ofSecond],
  ] as const) {
    const answer = await aws(operation, ...queue, '--entries', batch);
    expect(answer).toEqual({ Successful: [{ Id: '2' }] });
  }
  await aws('purge-queue', ...queue);
});

test.skipIf(!HAS_AWS_CLI)('the AWS CLI does all else that SQS can (needs aws)', async () => {
  await using endpoint = await startEndpoint();
  const aws = awsAt(endpoint);
  const { QueueUrl } = await aws('create-queue', '--queue-name', 'a.fifo', ...FIFO);
  const queue = ['--queue-url', QueueUrl];
  await aws('create-queue', '--queue-name', 'failed.fifo', ...FIFO);
  const deadLetterTargetArn = 'arn:aws:sqs:eu-west-1:123456789012:failed.fifo';
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 });
  const set = ['--attributes', JSON.stringify({ RedrivePolicy, VisibilityTimeout: '0' })];
  await aws('set-queue-attributes', ...queue, ...set);
  const failedUrl = QueueUrl.replace('a.fifo', 'failed.fifo');
  expect(await aws('list-dead-letter-source-queues', '--queue-url', failedUrl)).toEqual({
    queueUrls: [QueueUrl],
  });
  const source = ['--source-arn', deadLetterTargetArn];
  expect(await aws('start-message-move-task', ...source)).toHaveProperty('TaskHandle');
  await expect(aws('cancel-message-move-task', '--task-handle', 'x')).rejects.toThrow(
    '(InvalidParameterValue) when calling the CancelMessageMoveTask operation: Value for ' +
      'parameter TaskHandle is invalid.',
  );
  expect(await aws('list-message-move-tasks', ...source)).toMatchObject({
    Results: [{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 0 }],
  });
  const friend = ['--label', 'friend', '--aws-account-ids', '111111111111'];
  await aws('add-permission', ...queue, ...friend, '--actions', 'SendMessage');
  await aws('remove-permission', ...queue, '--label', 'friend');
  const again = aws('remove-permission', ...queue, '--label', 'friend');
  await expect(again).rejects.toThrow("Reason: can't find label.");

  await aws('tag-queue', ...queue, '--tags', 'team=a,stage=test');
  await aws('untag-queue', ...queue, '--tag-keys', 'team');
  expect(await aws('list-queue-tags', ...queue)).toEqual({ Tags: { stage: 'test' } });
  const names = ['--attribute-names', 'ApproximateNumberOfMessages'];
  expect(await aws('get-queue-attributes', ...queue, ...names)).toEqual({
    Attributes: { ApproximateNumberOfMessages: '0' },
  });
  await aws('delete-queue', ...queue);
  expect(await aws('list-queues')).toEqual({ QueueUrls: [failedUrl] });
  await expect(aws('get-queue-url', '--queue-name', 'a.fifo')).rejects.toThrow(
    '(AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation: The ' +
      'specified queue does not exist.',
  );
});
