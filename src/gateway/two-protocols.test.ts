import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakes } from './fake-services.suite.ts';
import { jsonCall, send } from './raw-client.suite.ts';

let fakes: Awaited<ReturnType<typeof startFakes>>;
beforeAll(async () => {
  fakes = await startFakes();
});
afterAll(() => fakes.gateway.close(1000));

const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
const receive = 'Action=ReceiveMessage&Version=2012-11-05';

test.each([
  ['a form', { headers: FORM, body: `${receive}&QueueUrl=%2F1%2Fmissing` }],
  ['a form sent to the queue', { headers: FORM, body: receive, path: '/1/missing' }],
  ['a query sent to the queue', { method: 'GET', path: `/1/missing/?${receive}` }],
  [
    'a form without a version',
    { headers: FORM, body: 'Action=ReceiveMessage', path: '/1/missing' },
  ],
])('a service speaks a second protocol to %s', async (_what, call) => {
  const { status, headers, body } = await send(fakes.port, call);
  expect([status, headers['content-type']]).toEqual([400, 'text/xml']);
  expect(body).toBe(
    '<ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error>' +
      '<Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code>' +
      '<Message>No such queue in this protocol.</Message></Error>' +
      `<RequestId>${headers['x-amzn-requestid']}</RequestId></ErrorResponse>`,
  );
});

test('a service answers in the protocol in which it was asked', async () => {
  const call = jsonCall('AmazonSQS.ReceiveMessage', { QueueUrl: '/1/missing' }, '1.0');
  const { headers, body } = await send(fakes.port, call);
  expect(headers['content-type']).toBe('application/x-amz-json-1.0');
  expect(JSON.parse(body).message).toBe('The specified queue does not exist.');
});

test('an action that its signer does not have is not looked for elsewhere', async () => {
  const authorization = 'AWS4-HMAC-SHA256 Credential=AK/20260101/us-east-1/sqs/aws4_request';
  const body = 'Action=GetCallerIdentity';
  const answer = await send(fakes.port, { headers: { ...FORM, authorization }, body });
  expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('InvalidAction') });
  expect((await send(fakes.port, { headers: FORM, body })).status).toBe(200);
});
