import { expect, test } from 'vitest';
import { startQueues } from '../../sqs/queues.suite.ts';
import { decodeQuery, encodeQuery, parseForm } from '../../wire/query.ts';
import { sqsService } from './service.ts';

const { operations } = sqsService(startQueues().queues);
const operationOf = (name: string | null) => {
  const found = operations.find((operation) => operation.name === name);
  if (!found) throw new Error(`no operation ${name}`);
  return found;
};

const QueueUrl = 'http://127.0.0.1:4566/1/orders';
const TO_QUEUE = 'Version=2012-11-05&QueueUrl=http%3A%2F%2F127.0.0.1%3A4566%2F1%2Forders';

/** As AWS CLI 2.9 sends them, and as any client of the query protocol does. */
const FORMS: readonly (readonly [form: string, input: unknown])[] = [
  [
    'Action=CreateQueue&Version=2012-11-05&QueueName=orders&Attribute.1.Name=VisibilityTimeout' +
      '&Attribute.1.Value=60&Attribute.2.Name=Policy&Attribute.2.Value=&Tag.1.Key=team&Tag.1.Value=a',
    {
      QueueName: 'orders',
      Attributes: { VisibilityTimeout: '60', Policy: '' },
      tags: { team: 'a' },
    },
  ],
  ['Action=GetQueueUrl&Version=2012-11-05&QueueName=orders', { QueueName: 'orders' }],
  ['Action=ListQueues&Version=2012-11-05&MaxResults=1', { MaxResults: 1 }],
  [
    `Action=GetQueueAttributes&${TO_QUEUE}&AttributeName.1=QueueArn&AttributeName.2=Policy`,
    { QueueUrl, AttributeNames: ['QueueArn', 'Policy'] },
  ],
  [
    `Action=SetQueueAttributes&${TO_QUEUE}&Attribute.1.Name=DelaySeconds&Attribute.1.Value=1`,
    { QueueUrl, Attributes: { DelaySeconds: '1' } },
  ],
  [
    `Action=TagQueue&${TO_QUEUE}&Tag.1.Key=a&Tag.1.Value=1&Tag.2.Key=b&Tag.2.Value=`,
    { QueueUrl, Tags: { a: '1', b: '' } },
  ],
  [`Action=UntagQueue&${TO_QUEUE}&TagKey.1=a&TagKey.2=b`, { QueueUrl, TagKeys: ['a', 'b'] }],
  [
    `Action=SendMessage&${TO_QUEUE}&MessageBody=%C3%A9+%3Cb%3E%0A&DelaySeconds=0` +
      '&MessageAttribute.1.Name=kind&MessageAttribute.1.Value.DataType=String' +
      '&MessageAttribute.1.Value.StringValue=x&MessageAttribute.2.Name=raw' +
      '&MessageAttribute.2.Value.DataType=Binary&MessageAttribute.2.Value.BinaryValue=AAEC' +
      '&MessageSystemAttribute.1.Name=AWSTraceHeader' +
      '&MessageSystemAttribute.1.Value.DataType=String' +
      '&MessageSystemAttribute.1.Value.StringValue=Root%3D1',
    {
      QueueUrl,
      MessageBody: 'é <b>\n',
      DelaySeconds: 0,
      MessageAttributes: {
        kind: { DataType: 'String', StringValue: 'x' },
        raw: { DataType: 'Binary', BinaryValue: Buffer.from([0, 1, 2]) },
      },
      MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: 'Root=1' } },
    },
  ],
  [
    `Action=SendMessageBatch&${TO_QUEUE}&SendMessageBatchRequestEntry.1.Id=one` +
      '&SendMessageBatchRequestEntry.1.MessageBody=1' +
      '&SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=k' +
      '&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=String' +
      '&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue=v' +
      '&SendMessageBatchRequestEntry.2.Id=two&SendMessageBatchRequestEntry.2.MessageBody=2' +
      '&SendMessageBatchRequestEntry.2.DelaySeconds=901',
    {
      QueueUrl,
      Entries: [
        {
          Id: 'one',
          MessageBody: '1',
          MessageAttributes: { k: { DataType: 'String', StringValue: 'v' } },
        },
        { Id: 'two', MessageBody: '2', DelaySeconds: 901 },
      ],
    },
  ],
  [`Action=SendMessageBatch&${TO_QUEUE}&Entries=`, { QueueUrl }],
  [
    `Action=ReceiveMessage&${TO_QUEUE}&AttributeName.1=All&MessageAttributeName.1=All` +
      '&MessageSystemAttributeName.1=SenderId&MaxNumberOfMessages=10&WaitTimeSeconds=20' +
      '&VisibilityTimeout=300',
    {
      QueueUrl,
      AttributeNames: ['All'],
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['SenderId'],
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: 20,
      VisibilityTimeout: 300,
    },
  ],
  [
    `Action=ChangeMessageVisibility&${TO_QUEUE}&ReceiptHandle=h&VisibilityTimeout=0`,
    { QueueUrl, ReceiptHandle: 'h', VisibilityTimeout: 0 },
  ],
  [
    `Action=ChangeMessageVisibilityBatch&${TO_QUEUE}` +
      '&ChangeMessageVisibilityBatchRequestEntry.1.Id=a' +
      '&ChangeMessageVisibilityBatchRequestEntry.1.ReceiptHandle=h' +
      '&ChangeMessageVisibilityBatchRequestEntry.1.VisibilityTimeout=5',
    { QueueUrl, Entries: [{ Id: 'a', ReceiptHandle: 'h', VisibilityTimeout: 5 }] },
  ],
  [`Action=DeleteMessage&${TO_QUEUE}&ReceiptHandle=h`, { QueueUrl, ReceiptHandle: 'h' }],
  [
    `Action=DeleteMessageBatch&${TO_QUEUE}&DeleteMessageBatchRequestEntry.1.Id=a` +
      '&DeleteMessageBatchRequestEntry.1.ReceiptHandle=h' +
      '&DeleteMessageBatchRequestEntry.2.Id=b&DeleteMessageBatchRequestEntry.2.ReceiptHandle=i',
    {
      QueueUrl,
      Entries: [
        { Id: 'a', ReceiptHandle: 'h' },
        { Id: 'b', ReceiptHandle: 'i' },
      ],
    },
  ],
  [
    `Action=ListDeadLetterSourceQueues&${TO_QUEUE}&MaxResults=2&NextToken=t`,
    { QueueUrl, MaxResults: 2, NextToken: 't' },
  ],
  [
    'Action=StartMessageMoveTask&Version=2012-11-05&SourceArn=a&DestinationArn=b' +
      '&MaxNumberOfMessagesPerSecond=5',
    { SourceArn: 'a', DestinationArn: 'b', MaxNumberOfMessagesPerSecond: 5 },
  ],
  [
    'Action=ListMessageMoveTasks&Version=2012-11-05&SourceArn=a&MaxResults=10',
    { SourceArn: 'a', MaxResults: 10 },
  ],
  ['Action=CancelMessageMoveTask&Version=2012-11-05&TaskHandle=h', { TaskHandle: 'h' }],
  [
    `Action=AddPermission&${TO_QUEUE}&Label=l&AWSAccountId.1=1&AWSAccountId.2=2` +
      '&ActionName.1=SendMessage',
    { QueueUrl, Label: 'l', AWSAccountIds: ['1', '2'], Actions: ['SendMessage'] },
  ],
  [`Action=RemovePermission&${TO_QUEUE}&Label=l`, { QueueUrl, Label: 'l' }],
  [`Action=PurgeQueue&${TO_QUEUE}`, { QueueUrl }],
  [`Action=ListQueueTags&${TO_QUEUE}`, { QueueUrl }],
  [`Action=DeleteQueue&${TO_QUEUE}`, { QueueUrl }],
];

test.each(FORMS)('the form %s is read', (form, input) => {
  const parameters = parseForm(form);
  const shape = operationOf(parameters.get('Action')).input;
  expect(decodeQuery(shape, { parameters, path: '/' })).toEqual(input);
});

test('every operation has a form here', () => {
  const named = FORMS.map(([form]) => parseForm(form).get('Action'));
  expect([...new Set(named)].sort()).toEqual(operations.map(({ name }) => name));
});

test.each(operations.filter(({ input }) => 'QueueUrl' in input.members))(
  'the form of $name may be sent to the URL of the queue',
  ({ input }) => {
    const form = { parameters: new URLSearchParams(), path: '/1/orders' };
    expect(decodeQuery(input, form)).toEqual({ QueueUrl: '/1/orders' });
  },
);

/** What AWS answers, as clients of before the JSON protocol read it. */
const ANSWERS: readonly (readonly [operation: string, output: unknown, result: string])[] = [
  ['CreateQueue', { QueueUrl: 'u' }, '<QueueUrl>u</QueueUrl>'],
  [
    'ListQueues',
    { QueueUrls: ['u', 'v'], NextToken: 't' },
    '<QueueUrl>u</QueueUrl><QueueUrl>v</QueueUrl><NextToken>t</NextToken>',
  ],
  ['ListQueues', {}, ''],
  [
    'GetQueueAttributes',
    { Attributes: { QueueArn: 'a', Policy: '{"x":1}' } },
    '<Attribute><Name>QueueArn</Name><Value>a</Value></Attribute>' +
      '<Attribute><Name>Policy</Name><Value>{&quot;x&quot;:1}</Value></Attribute>',
  ],
  ['ListQueueTags', { Tags: { k: 'v' } }, '<Tag><Key>k</Key><Value>v</Value></Tag>'],
  [
    'ReceiveMessage',
    {
      Messages: [
        {
          MessageId: 'm',
          Body: '<b>\r',
          Attributes: { SenderId: '1' },
          MessageAttributes: { raw: { BinaryValue: Buffer.from([0, 1, 2]), DataType: 'Binary' } },
        },
        { MessageId: 'n' },
      ],
    },
    '<Message><MessageId>m</MessageId><Body>&lt;b&gt;&#xD;</Body>' +
      '<Attribute><Name>SenderId</Name><Value>1</Value></Attribute>' +
      '<MessageAttribute><Name>raw</Name><Value><BinaryValue>AAEC</BinaryValue>' +
      '<DataType>Binary</DataType></Value></MessageAttribute></Message>' +
      '<Message><MessageId>n</MessageId></Message>',
  ],
  [
    'SendMessageBatch',
    {
      Successful: [{ Id: 'a', MessageId: 'm', MD5OfMessageBody: '5' }],
      Failed: [{ Id: 'b', SenderFault: true, Code: 'c' }],
    },
    '<SendMessageBatchResultEntry><Id>a</Id><MessageId>m</MessageId>' +
      '<MD5OfMessageBody>5</MD5OfMessageBody></SendMessageBatchResultEntry>' +
      '<BatchResultErrorEntry><Id>b</Id><SenderFault>true</SenderFault><Code>c</Code>' +
      '</BatchResultErrorEntry>',
  ],
  [
    'DeleteMessageBatch',
    { Successful: [{ Id: 'a' }, { Id: 'b' }] },
    '<DeleteMessageBatchResultEntry><Id>a</Id></DeleteMessageBatchResultEntry>' +
      '<DeleteMessageBatchResultEntry><Id>b</Id></DeleteMessageBatchResultEntry>',
  ],
  [
    'ListDeadLetterSourceQueues',
    { queueUrls: ['u', 'v'] },
    '<QueueUrl>u</QueueUrl><QueueUrl>v</QueueUrl>',
  ],
  ['StartMessageMoveTask', { TaskHandle: 'h' }, '<TaskHandle>h</TaskHandle>'],
  [
    'ListMessageMoveTasks',
    { Results: [{ Status: 'RUNNING', StartedTimestamp: 1 }, { Status: 'COMPLETED' }] },
    '<ListMessageMoveTasksResultEntry><Status>RUNNING</Status>' +
      '<StartedTimestamp>1</StartedTimestamp></ListMessageMoveTasksResultEntry>' +
      '<ListMessageMoveTasksResultEntry><Status>COMPLETED</Status>' +
      '</ListMessageMoveTasksResultEntry>',
  ],
  [
    'ChangeMessageVisibilityBatch',
    { Successful: [{ Id: 'a' }] },
    '<ChangeMessageVisibilityBatchResultEntry><Id>a</Id></ChangeMessageVisibilityBatchResultEntry>',
  ],
];

test.each(ANSWERS)('the answer of %s for %j is flat XML', (name, output, result) => {
  const envelope = { operation: name, xmlNamespace: 'x', requestId: 'r' };
  const { body } = encodeQuery(operationOf(name).output, output, envelope);
  expect(body).toContain(`<${name}Result>${result}</${name}Result>`);
});
