import { expect, test } from 'vitest';
import { parseFailure } from './parse-failure.ts';

const SOURCE = {
  type: 'sqs',
  queueUrl: 'http://127.0.0.1:4566/0/failed',
  messageId: 'm1',
} as const;
const RECORD = {
  requestContext: {
    requestId: 'r1',
    functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:consumer',
    condition: 'RetryAttemptsExhausted',
    approximateInvokeCount: 3,
  },
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  version: '1.0',
  timestamp: '2026-01-02T03:04:05.678Z',
  KinesisBatchInfo: {
    shardId: 'shardId-000000000003',
    startSequenceNumber: '49',
    endSequenceNumber: '51',
    approximateArrivalOfFirstRecord: '2026-01-02T03:00:00.000Z',
    approximateArrivalOfLastRecord: '2026-01-02T03:00:01.000Z',
    batchSize: 3,
    streamArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
  },
};
const text = JSON.stringify(RECORD);

test('a failure record is read as it lies in a queue', () => {
  expect(parseFailure(text, SOURCE)).toMatchObject({
    condition: 'RetryAttemptsExhausted',
    attempts: 3,
    shardId: 'shardId-000000000003',
    startSequenceNumber: '49',
    endSequenceNumber: '51',
    records: 3,
    failedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
    lastArrivalMs: Date.UTC(2026, 0, 2, 3, 0, 1),
    functionError: 'Unhandled',
    raw: text,
  });
});

test("the notification of a topic is opened, and the record's own text kept", () => {
  const envelope = JSON.stringify({ Type: 'Notification', MessageId: 'n1', Message: text });
  expect(parseFailure(envelope, SOURCE)?.raw).toBe(text);
});

test('the id stays when the endpoint has another port, and differs between messages', () => {
  const id = parseFailure(text, SOURCE)?.id;
  const elsewhere = { ...SOURCE, queueUrl: 'http://127.0.0.1:9999/0/failed' };
  expect(parseFailure(text, elsewhere)?.id).toBe(id);
  expect(parseFailure(text, { ...SOURCE, messageId: 'm2' })?.id).not.toBe(id);
});

test.each([
  ['text that is no JSON', 'hello'],
  ['null', 'null'],
  ['an S3 notification', '{"Records":[{"eventSource":"aws:s3"}]}'],
  ['a failure of another kind of stream', JSON.stringify({ ...RECORD, KinesisBatchInfo: 1 })],
  ['a notification of something else', '{"Type":"Notification","Message":"hello"}'],
  ['a record without a time', JSON.stringify({ ...RECORD, timestamp: 'soon' })],
])('%s is foreign', (_, body) => {
  expect(parseFailure(body, SOURCE)).toBeUndefined();
});

test('a sequence number that is none is dropped, so that nothing is read by it', () => {
  const info = { ...RECORD.KinesisBatchInfo, startSequenceNumber: '49; rm' };
  const body = JSON.stringify({ ...RECORD, KinesisBatchInfo: info });
  expect(parseFailure(body, SOURCE)?.startSequenceNumber).toBe('');
});

test('the final invoke of a window has no range', () => {
  const { shardId, streamArn } = RECORD.KinesisBatchInfo;
  const body = JSON.stringify({
    ...RECORD,
    KinesisBatchInfo: { shardId, streamArn },
    timeWindowInfo: {
      window: { start: '2026-01-02T03:00:00Z', end: '2026-01-02T03:01:00Z' },
      isFinalInvokeForWindow: true,
      isWindowTerminatedEarly: false,
    },
  });
  expect(parseFailure(body, SOURCE)).toMatchObject({
    startSequenceNumber: '',
    records: 0,
    tumblingWindow: { isFinalInvoke: true, endMs: Date.UTC(2026, 0, 2, 3, 1) },
  });
});

test('what no mapping would write is left out of account', () => {
  const info = {
    ...RECORD.KinesisBatchInfo,
    approximateArrivalOfFirstRecord: '+275760-09-13T00:00:00.000Z',
    batchSize: 1e308,
  };
  const context = { ...RECORD.requestContext, approximateInvokeCount: -1 };
  const made = { ...RECORD, requestContext: context, KinesisBatchInfo: info };
  expect(parseFailure(JSON.stringify(made), SOURCE)).toMatchObject({
    attempts: 0,
    records: 0,
    firstArrivalMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  });
});

test.each([
  ['a time with which nobody can reckon', { timestamp: '+275760-09-13T00:00:00.000Z' }],
  [
    'more levels than can be written again',
    { more: JSON.parse('['.repeat(999) + ']'.repeat(999)) },
  ],
])('a message with %s is none', (_, more) => {
  expect(parseFailure(JSON.stringify({ ...RECORD, ...more }), SOURCE)).toBeUndefined();
});
