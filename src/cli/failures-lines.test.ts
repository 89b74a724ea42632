import { expect, test } from 'vitest';
import type { ListedFailure } from '../failures/listed-failure.ts';
import { failureLines } from './failures-lines.ts';
import { PLAIN } from './style.ts';

const FAILURE: ListedFailure = {
  id: 'abc',
  condition: 'RetryAttemptsExhausted',
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:consumer:live',
  attempts: 3,
  requestId: 'r',
  streamArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
  shardId: 'shardId-000000000012',
  startSequenceNumber: '1',
  endSequenceNumber: '2',
  records: 2,
  failedAt: '2026-01-02T03:04:05.678Z',
  firstArrivalAt: '2026-01-02T03:00:00.000Z',
  lastArrivalAt: '2026-01-02T03:00:00.000Z',
  expiresAt: '2026-01-03T03:00:00.000Z',
  lastExpiresAt: '2026-01-03T03:00:00.000Z',
  expiry: 'ok',
  leftMs: 86_100_000,
  hasPayload: false,
  error: null,
  source: { type: 'sqs', queueUrl: 'http://127.0.0.1/0/q', messageId: 'm' },
};
const MARKED = { ...PLAIN, bad: (text: string) => `!${text}!` };
const row = (changes: Partial<ListedFailure>, style = PLAIN) =>
  failureLines([{ ...FAILURE, ...changes }], style)[1];

test('a row says what failed, why, and how long there is', () => {
  expect(row({})).toBe(
    'abc  2026-01-02 03:04:05  3 attempts  consumer:live  12     2        in 23 h 55 min',
  );
  expect(row({ condition: 'RecordAgeExceeded' })).toContain('too old');
});

test('what expires soon is red, what is gone says so, and what S3 keeps stays', () => {
  expect(row({ expiry: 'soon', leftMs: 90_000 }, MARKED)).toContain('!in 1 min 30 s!');
  expect(row({ expiry: 'gone', leftMs: 0 })).toMatch(/gone$/);
  expect(row({ expiry: 'gone', leftMs: 0, hasPayload: true })).toMatch(/kept in S3$/);
});

test('no text of others reaches the terminal as it is', () => {
  const lines = failureLines(
    [{ ...FAILURE, error: 'a\u001b[2Jb', condition: '\u001b[31m' }],
    PLAIN,
  );
  expect(lines.join('\n')).not.toContain('\u001b');
});
