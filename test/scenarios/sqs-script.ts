import {
  AddPermissionCommand,
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  SQSServiceException,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { awsSettings } from '../aws-environment.ts';

/** A command of the SDK, whichever. */
type Command = object;
interface Output {
  readonly Messages?: readonly { readonly ReceiptHandle?: string | undefined }[] | undefined;
  readonly TaskHandle?: string;
}

/** What a script is run with: it asks under a name, and is given what was answered. */
interface ScriptContext {
  /** Where the queues are: `http://host/account/`. */
  readonly urls: string;
  /** Asks, and notes the answer or the error under that name. */
  ask(name: string, command: Command): Promise<Output>;
}

const ACCOUNT = '123456789012';
const ARN = 'arn:aws:sqs:us-east-1:123456789012:';
const string = (StringValue: string) => ({ DataType: 'String', StringValue });
const redriveTo = (name: string) =>
  JSON.stringify({ deadLetterTargetArn: `${ARN}${name}`, maxReceiveCount: 1 });
const ALL = { AttributeNames: ['All' as const] };
const TEN = { MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All' as const] };

/** What an endpoint answers to the script, by the names of its steps. */
export async function answersOf(endpoint: string): Promise<Record<string, object>> {
  const credentials = { accessKeyId: ACCOUNT, secretAccessKey: 'local' };
  const settings = { ...awsSettings(endpoint), credentials, maxAttempts: 1 };
  const client = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
  const answers: Record<string, object> = {};
  await walkThrough({
    urls: `${endpoint}/${ACCOUNT}/`,
    async ask(name, command) {
      try {
        const { $metadata: _, ...output } = await client.send(command as ReceiveMessageCommand);
        answers[name] = comparable(output) as object;
        return output;
      } catch (error) {
        answers[name] =
          error instanceof SQSServiceException
            ? {
                status: error.$metadata.httpStatusCode,
                code: error.name,
                message: comparable(error.message),
              }
            : { crashed: true };
        return {};
      }
    },
  });
  client.destroy();
  return answers;
}

/** What differs by chance, by what it is. */
const BY_CHANCE: readonly (readonly [RegExp, string])[] = [
  [/http:\/\/[\w.:]+\//g, '<endpoint>/'],
  [/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>'],
  [/\b\d{20}\b/g, '<sequence number>'],
  [/\b\d{10}(\d{3})?\b/g, '<time>'],
  [/[A-Za-z0-9+/_-]{40,}=*/g, '<handle>'],
];

/** An answer without what differs by chance. */
function comparable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, item) => {
    if (typeof item === 'number' && item > 1e9) return '<time>';
    if (typeof item !== 'string') return item;
    return BY_CHANCE.reduce((text, [pattern, name]) => text.replace(pattern, name), item);
  });
}

/** Walks through every operation of SQS as a user does, and asks for what must be refused. */
async function walkThrough(context: ScriptContext): Promise<void> {
  await queues(context);
  await messages(context);
  await fifo(context);
  await deadLetters(context);
  await permissions(context);
  await endings(context);
}

async function queues({ urls, ask }: ScriptContext): Promise<void> {
  const QueueUrl = `${urls}orders`;
  const create = (name: string, QueueName: string, Attributes?: Record<string, string>) =>
    ask(name, new CreateQueueCommand({ QueueName, ...(Attributes && { Attributes }) }));
  await create('create', 'orders', { VisibilityTimeout: '40' });
  await create('create again', 'orders', { VisibilityTimeout: '40' });
  await create('create another of that name', 'orders', { VisibilityTimeout: '41' });
  await create('create with a bad name', 'a.b');
  await create('create with a bad number', 'other', { DelaySeconds: '901' });
  await create('create with an unknown attribute', 'other', { Colour: 'red' });
  await create('create FIFO', 'a.fifo', { FifoQueue: 'true' });
  await create('create FIFO without the ending', 'a', { FifoQueue: 'true' });
  await create('create standard with the ending', 'b.fifo');
  await create('create standard with FIFO settings', 'b', { ContentBasedDeduplication: 'true' });
  await ask('url', new GetQueueUrlCommand({ QueueName: 'orders' }));
  await ask('url of none', new GetQueueUrlCommand({ QueueName: 'nowhere' }));
  await ask('list', new ListQueuesCommand({}));
  await ask('list by prefix', new ListQueuesCommand({ QueueNamePrefix: 'ord' }));
  await ask('list a page', new ListQueuesCommand({ MaxResults: 1 }));
  await ask('attributes', new GetQueueAttributesCommand({ QueueUrl, ...ALL }));
  const fifoUrl = `${urls}a.fifo`;
  await ask('attributes of FIFO', new GetQueueAttributesCommand({ QueueUrl: fifoUrl, ...ALL }));
  await ask('no attributes', new GetQueueAttributesCommand({ QueueUrl }));
  const set = (name: string, Attributes: Record<string, string>) =>
    ask(name, new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  await set('set', { MaximumMessageSize: '2048', ReceiveMessageWaitTimeSeconds: '0' });
  const plain = { QueueUrl: `${urls}plain`, Attributes: { FifoQueue: 'true' } };
  await create('create plain', 'plain');
  await ask('set what is for FIFO', new SetQueueAttributesCommand(plain));
  await set('set a policy that is none', { Policy: 'nonsense' });
  await set('set a redrive policy that is none', { RedrivePolicy: 'nonsense' });
  await set('set a redrive policy to nowhere', { RedrivePolicy: redriveTo('nowhere') });
  await set('set a redrive policy to the other type', { RedrivePolicy: redriveTo('a.fifo') });
  await ask('tag', new TagQueueCommand({ QueueUrl, Tags: { team: 'a', stage: 'test' } }));
  await ask('untag', new UntagQueueCommand({ QueueUrl, TagKeys: ['stage', 'none'] }));
  await ask('tags', new ListQueueTagsCommand({ QueueUrl }));
}

async function messages({ urls, ask }: ScriptContext): Promise<void> {
  const QueueUrl = `${urls}orders`;
  const send = (name: string, more: object) =>
    ask(name, new SendMessageCommand({ QueueUrl, MessageBody: 'é', ...more }));
  const MessageAttributes = {
    kind: string('a'),
    size: { DataType: 'Number.int', StringValue: '7' },
    raw: { DataType: 'Binary', BinaryValue: Buffer.of(0, 255) },
  };
  const MessageSystemAttributes = { AWSTraceHeader: string('Root=1-5759e988-bd862e3fe1be') };
  await send('send', { MessageAttributes, MessageSystemAttributes, MessageGroupId: 'fair' });
  await send('send nothing', { MessageBody: '' });
  await send('send too much', { MessageBody: 'a'.repeat(2049) });
  await send('send what XML has not', { MessageBody: 'a\u0007' });
  await send('send an empty attribute', { MessageAttributes: { kind: string('') } });
  await send('send with a long delay', { DelaySeconds: 901 });
  await send('send with a deduplication id', { MessageDeduplicationId: 'x' });
  await send('send with a bad group', { MessageGroupId: 'a b' });
  const batch = (name: string, Entries: { Id: string; MessageBody: string }[]) =>
    ask(name, new SendMessageBatchCommand({ QueueUrl, Entries }));
  const entry = (Id: string, MessageBody = Id) => ({ Id, MessageBody });
  await batch('send a batch', [entry('1'), entry('2'), entry('3', 'a\u0007')]);
  await batch('send no batch', []);
  await batch(
    'send a batch of eleven',
    Array.from({ length: 11 }, (_, id) => entry(`${id}`)),
  );
  await batch('send a batch with an id twice', [entry('1'), entry('1')]);
  await batch('send a batch with a bad id', [entry('a:b', 'x')]);
  const receive = (name: string, more: object = {}) =>
    ask(name, new ReceiveMessageCommand({ QueueUrl, ...TEN, ...more }));
  await receive('receive eleven', { MaxNumberOfMessages: 11 });
  await receive('receive and wait too long', { WaitTimeSeconds: 21 });
  const received = await receive('receive', { MessageAttributeNames: ['k.*', 'raw'] });
  const [one, two, three] = (received.Messages ?? []).map(({ ReceiptHandle }) => ReceiptHandle);
  const hide = (name: string, ReceiptHandle: string | undefined, VisibilityTimeout: number) =>
    ask(name, new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout }));
  await hide('hide', one, 60);
  await hide('hide for too long', one, 43_201);
  await hide('hide what is none', 'garbage', 1);
  const both = [
    { Id: 'a', ReceiptHandle: two, VisibilityTimeout: 50 },
    { Id: 'b', ReceiptHandle: 'garbage', VisibilityTimeout: 50 },
  ];
  await ask('hide a batch', new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries: both }));
  const remove = (name: string, ReceiptHandle: string | undefined) =>
    ask(name, new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  await remove('delete', one);
  await remove('delete again', one);
  await remove('delete what is none', 'garbage');
  const Entries = [
    { Id: 'a', ReceiptHandle: two },
    { Id: 'b', ReceiptHandle: three },
    { Id: 'c', ReceiptHandle: 'garbage' },
  ];
  await ask('delete a batch', new DeleteMessageBatchCommand({ QueueUrl, Entries }));
  await receive('receive nothing');
  await receive('receive with an attempt id', { ReceiveRequestAttemptId: 'x' });
}

async function fifo({ urls, ask }: ScriptContext): Promise<void> {
  const QueueUrl = `${urls}a.fifo`;
  const send = (name: string, MessageBody: string, more: object) =>
    ask(name, new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
  const of = (MessageGroupId: string, MessageDeduplicationId: string) => ({
    MessageGroupId,
    MessageDeduplicationId,
  });
  await send('FIFO: send', '1', of('a', '1'));
  await send('FIFO: send again', '1', of('a', '1'));
  await send('FIFO: send with a used id to another group', 'other', of('b', '1'));
  await send('FIFO: send without a group', '1', { MessageDeduplicationId: '2' });
  await send('FIFO: send without an id', '1', { MessageGroupId: 'a' });
  await send('FIFO: send with a delay', '1', { ...of('a', '2'), DelaySeconds: 2 });
  await send('FIFO: send with a long id', '1', of('a', 'x'.repeat(129)));
  const Entries = [
    { Id: '1', MessageBody: 'b1', ...of('b', 'b1') },
    { Id: '2', MessageBody: 'a2', ...of('a', 'a2') },
  ];
  await ask('FIFO: send a batch', new SendMessageBatchCommand({ QueueUrl, Entries }));
  const lacking = [...Entries, { Id: '3', MessageBody: '3', MessageDeduplicationId: '3' }];
  await ask(
    'FIFO: send a batch without a group',
    new SendMessageBatchCommand({ QueueUrl, Entries: lacking }),
  );
  const receive = (name: string, MaxNumberOfMessages: number, more: object = {}) =>
    ask(name, new ReceiveMessageCommand({ QueueUrl, ...TEN, MaxNumberOfMessages, ...more }));
  const first = await receive('FIFO: receive', 1, { ReceiveRequestAttemptId: 'try' });
  await receive('FIFO: receive that again', 1, { ReceiveRequestAttemptId: 'try' });
  await receive('FIFO: receive of the other group', 10);
  const ReceiptHandle = first.Messages?.[0]?.ReceiptHandle;
  await ask('FIFO: delete', new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  const second = await receive('FIFO: receive the next', 1, { VisibilityTimeout: 0 });
  const stale = { QueueUrl, ReceiptHandle: second.Messages?.[0]?.ReceiptHandle };
  await ask('FIFO: delete with a stale handle', new DeleteMessageCommand(stale));
}

async function deadLetters({ urls, ask }: ScriptContext): Promise<void> {
  const QueueUrl = `${urls}failed`;
  const source = `${urls}source`;
  await ask('create failed', new CreateQueueCommand({ QueueName: 'failed' }));
  const Attributes = { RedrivePolicy: redriveTo('failed'), VisibilityTimeout: '0' };
  await ask('create source', new CreateQueueCommand({ QueueName: 'source', Attributes }));
  await ask('sources', new ListDeadLetterSourceQueuesCommand({ QueueUrl }));
  await ask('sources of none', new ListDeadLetterSourceQueuesCommand({ QueueUrl: source }));
  for (const MessageBody of ['1', '2']) {
    await ask(
      `send ${MessageBody} to source`,
      new SendMessageCommand({ QueueUrl: source, MessageBody }),
    );
  }
  for (const time of ['once', 'twice']) {
    const command = new ReceiveMessageCommand({ QueueUrl: source, MaxNumberOfMessages: 10 });
    await ask(`receive from source ${time}`, command);
  }
  await ask(
    'receive dead letters',
    new ReceiveMessageCommand({ QueueUrl, ...TEN, VisibilityTimeout: 0 }),
  );
  const SourceArn = `${ARN}failed`;
  const start = (name: string, more: object) =>
    ask(name, new StartMessageMoveTaskCommand({ SourceArn, ...more }));
  await start('move from nowhere', { SourceArn: `${ARN}nowhere` });
  await start('move from no dead-letter queue', { SourceArn: `${ARN}orders` });
  await start('move to nowhere', { DestinationArn: `${ARN}nowhere` });
  await start('move too quickly', { MaxNumberOfMessagesPerSecond: 501 });
  const { TaskHandle } = await start('move', { MaxNumberOfMessagesPerSecond: 1 });
  await start('move at the same time', {});
  const moved = new ReceiveMessageCommand({ QueueUrl: source, WaitTimeSeconds: 2 });
  await ask('receive what was moved', moved);
  await ask('cancel', new CancelMessageMoveTaskCommand({ TaskHandle }));
  await ask('cancel again', new CancelMessageMoveTaskCommand({ TaskHandle }));
  await ask('cancel what is none', new CancelMessageMoveTaskCommand({ TaskHandle: 'foobared' }));
  await ask('tasks', new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 10 }));
}

async function permissions({ urls, ask }: ScriptContext): Promise<void> {
  const QueueUrl = `${urls}orders`;
  const AttributeNames = ['Policy' as const];
  const add = (name: string, Actions: string[]) =>
    ask(
      name,
      new AddPermissionCommand({
        QueueUrl,
        Label: 'friend',
        AWSAccountIds: ['111111111111'],
        Actions,
      }),
    );
  await add('permit', ['SendMessage', 'ReceiveMessage']);
  await ask('policy', new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  await add('permit under a used label', ['SendMessage']);
  await ask('permit no longer', new RemovePermissionCommand({ QueueUrl, Label: 'friend' }));
  await ask('policy after that', new GetQueueAttributesCommand({ QueueUrl, AttributeNames }));
  await ask('permit no longer again', new RemovePermissionCommand({ QueueUrl, Label: 'friend' }));
}

async function endings({ urls, ask }: ScriptContext): Promise<void> {
  const QueueUrl = `${urls}orders`;
  await ask('purge', new PurgeQueueCommand({ QueueUrl }));
  await ask('purge again', new PurgeQueueCommand({ QueueUrl }));
  await ask('delete queue', new DeleteQueueCommand({ QueueUrl }));
  await ask('send to a deleted queue', new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
  await ask('create too soon', new CreateQueueCommand({ QueueName: 'orders' }));
}
