import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, Running } from '../running.ts';

const FORM = 'application/x-www-form-urlencoded; charset=utf-8';
/** The part of a signature that tells the account, the region and the service. */
const authorization = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=000000000000/20260101/us-east-1/${service}/aws4_request`;

let running: Running;
beforeAll(async () => {
  running = await Running.up([join(ROOT, 'pattern/template.yaml'), '--ephemeral']);
});
afterAll(() => running.end());

/** Sends a form of SQS, as clients of before its JSON protocol do. */
async function ask(action: string, parameters: Record<string, string> = {}, to = '/') {
  const form = { Action: action, Version: '2012-11-05', ...parameters };
  const response = await fetch(new URL(to, running.endpoint), {
    method: 'POST',
    headers: { 'content-type': FORM, authorization: authorization('sqs') },
    body: new URLSearchParams(form),
  });
  return { status: response.status, xml: await response.text() };
}

/** The text of the first element of a name. */
const textOf = (xml: string, name: string) =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';

async function putPoisonPill() {
  const Data = Buffer.from('{"AtomicMass":"10.81"}').toString('base64');
  const response = await fetch(running.endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'Kinesis_20131202.PutRecord',
      authorization: authorization('kinesis'),
    },
    body: JSON.stringify({ StreamName: 'DataActivityKinesisStream', Data, PartitionKey: 'k' }),
  });
  expect(response.status).toBe(200);
}

test('a client of the older protocol finds, reads, shows and deletes a failure message', async () => {
  await putPoisonPill();
  const { xml: found } = await ask('GetQueueUrl', { QueueName: 'AnomalyDataQueue' });
  const QueueUrl = textOf(found, 'QueueUrl');
  expect(QueueUrl).toBe(`${running.endpoint}/000000000000/AnomalyDataQueue`);

  const wait = { MaxNumberOfMessages: '10', WaitTimeSeconds: '20', 'AttributeName.1': 'All' };
  const { xml: first } = await ask('ReceiveMessage', { QueueUrl, ...wait });
  expect(first).toContain('&quot;condition&quot;:&quot;RetryAttemptsExhausted&quot;');
  expect(first).toContain('<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value>');
  const show = { ReceiptHandle: textOf(first, 'ReceiptHandle'), VisibilityTimeout: '0' };
  expect(await ask('ChangeMessageVisibility', { QueueUrl, ...show })).toMatchObject({
    status: 200,
  });

  const { xml: second } = await ask('ReceiveMessage', wait, QueueUrl);
  expect(textOf(second, 'MessageId')).toBe(textOf(first, 'MessageId'));
  const entry = 'DeleteMessageBatchRequestEntry';
  const { xml: deleted } = await ask(
    'DeleteMessageBatch',
    {
      [`${entry}.1.Id`]: 'good',
      [`${entry}.1.ReceiptHandle`]: textOf(second, 'ReceiptHandle'),
      [`${entry}.2.Id`]: 'bad',
      [`${entry}.2.ReceiptHandle`]: 'garbage',
    },
    QueueUrl,
  );
  expect(deleted).toContain(
    '<DeleteMessageBatchResultEntry><Id>good</Id></DeleteMessageBatchResultEntry>',
  );
  expect(deleted).toContain('<BatchResultErrorEntry><Id>bad</Id>');
});

test('a queue lives and ends in forms alone', async () => {
  const { xml: created } = await ask('CreateQueue', {
    QueueName: 'old',
    'Attribute.1.Name': 'VisibilityTimeout',
    'Attribute.1.Value': '60',
    'Tag.1.Key': 'team',
    'Tag.1.Value': 'a',
  });
  const QueueUrl = textOf(created, 'QueueUrl');
  const listed = await ask('ListQueues');
  expect(listed.xml.match(/<QueueUrl>/g)).toHaveLength(2);
  const attributes = await ask('GetQueueAttributes', { AttributeName: 'All' }, QueueUrl);
  expect(attributes.xml).toContain(
    '<Attribute><Name>VisibilityTimeout</Name><Value>60</Value></Attribute>',
  );
  const tags = await ask('ListQueueTags', { QueueUrl });
  expect(tags.xml).toContain('<Tag><Key>team</Key><Value>a</Value></Tag>');
  const sent = await ask('SendMessage', {
    QueueUrl,
    MessageBody: 'a <b>',
    'MessageAttribute.1.Name': 'kind',
    'MessageAttribute.1.Value.DataType': 'String',
    'MessageAttribute.1.Value.StringValue': 'x',
  });
  const received = await ask('ReceiveMessage', { QueueUrl, 'MessageAttributeName.1': 'All' });
  expect(textOf(received.xml, 'Body')).toBe('a &lt;b&gt;');
  expect(textOf(received.xml, 'MessageId')).toBe(textOf(sent.xml, 'MessageId'));
  expect(textOf(received.xml, 'MD5OfMessageAttributes')).toBe(
    textOf(sent.xml, 'MD5OfMessageAttributes'),
  );
  expect(await ask('PurgeQueue', { QueueUrl })).toMatchObject({ status: 200 });
  const again = await ask('PurgeQueue', { QueueUrl });
  expect([again.status, textOf(again.xml, 'Code')]).toEqual([
    403,
    'AWS.SimpleQueueService.PurgeQueueInProgress',
  ]);
  expect(await ask('DeleteQueue', { QueueUrl })).toMatchObject({ status: 200 });
  const missing = await ask('ReceiveMessage', { QueueUrl });
  expect([missing.status, textOf(missing.xml, 'Code'), textOf(missing.xml, 'Message')]).toEqual([
    400,
    'AWS.SimpleQueueService.NonExistentQueue',
    'The specified queue does not exist for this wsdl version.',
  ]);
});

test('a query string is as good as a form', async () => {
  const query = '?Action=GetQueueAttributes&AttributeName.1=QueueArn';
  const response = await fetch(`${running.endpoint}/000000000000/AnomalyDataQueue${query}`);
  expect(response.headers.get('content-type')).toBe('text/xml');
  expect(textOf(await response.text(), 'Value')).toBe(
    'arn:aws:sqs:us-east-1:000000000000:AnomalyDataQueue',
  );
});
