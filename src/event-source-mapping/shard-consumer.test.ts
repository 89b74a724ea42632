import { describe, expect, test } from 'vitest';
import { PACES } from './pace.ts';
import {
  FUNCTION_ARN,
  type Handler,
  Raised,
  Refused,
  record,
  STREAM_ARN,
  VirtualShard,
} from './virtual-shard.suite.ts';

const records = (...numbers: number[]) => numbers.map((number) => record(number));
const raisesOn =
  (bad: number): Handler =>
  (numbers) => {
    if (numbers.includes(bad)) throw new Raised(`${bad} is bad`);
  };
const reports =
  (bad: number): Handler =>
  (numbers) => ({
    batchItemFailures: numbers.includes(bad) ? [{ itemIdentifier: String(bad) }] : [],
  });
const idsOf = (shard: VirtualShard) => {
  const ids = [...new Set(shard.calls.map((call) => call.requestId))];
  return shard.calls.map((call) => 'ABCDEFGH'[ids.indexOf(call.requestId)]).join('');
};
const MINUTE_MS = 60_000;

describe('golden timelines, as recorded on AWS', () => {
  test('a raising handler is retried with the whole batch under one request id (T1, rules 3.2.2, 3.2.5)', () => {
    const shard = new VirtualShard(records(1, 2, 3, 4), raisesOn(2), {
      batchSize: 4,
      maximumRetryAttempts: 2,
    }).run(MINUTE_MS);
    expect(shard.numbersCalled).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
    expect(idsOf(shard)).toBe('AAA');
    expect(shard.failureRecords).toMatchObject([
      {
        requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 3 },
        responseContext: { functionError: 'Unhandled' },
        KinesisBatchInfo: { batchSize: 4 },
      },
    ]);
  });

  test('reported failures are ignored unless the mapping asks for them (T2, rule 3.4.1)', () => {
    const shard = new VirtualShard(records(1, 2, 3, 4), reports(2), { batchSize: 4 }).run();
    expect(shard.numbersCalled).toEqual([[1, 2, 3, 4]]);
    expect(shard.failureRecords).toEqual([]);
    expect(shard.checkpoints).toEqual(['4']);
  });

  test('a partial response leaves the rest as a new batch, given up whole (T3, rules 3.3.2, 3.4.2, 3.4.6, 3.4.7, 3.4.8)', () => {
    const shard = new VirtualShard(records(1, 2, 3, 4), reports(2), {
      batchSize: 4,
      maximumRetryAttempts: 1,
      functionResponseTypes: ['ReportBatchItemFailures'],
    }).run(MINUTE_MS);
    expect(shard.numbersCalled).toEqual([
      [1, 2, 3, 4],
      [2, 3, 4],
      [2, 3, 4],
    ]);
    expect(shard.calls.map((call) => call.atMs)).toEqual([0, 0, 200]);
    expect(idsOf(shard)).toBe('ABB');
    expect(shard.checkpoints).toEqual(['1', '4']);
    expect(shard.failureRecords).toMatchObject([
      {
        requestContext: { approximateInvokeCount: 2 },
        responseContext: { functionError: null },
        KinesisBatchInfo: { batchSize: 3, startSequenceNumber: '2', endSequenceNumber: '4' },
      },
    ]);
  });

  test('with bisect, the rest of a partial response is split when it makes no progress (T4, rules 3.3.4, 3.5.3, 3.5.7, 3.5.8)', () => {
    const shard = new VirtualShard(records(1, 2, 3, 4), reports(2), {
      batchSize: 4,
      maximumRetryAttempts: 1,
      bisectBatchOnFunctionError: true,
      functionResponseTypes: ['ReportBatchItemFailures'],
    }).run(MINUTE_MS);
    expect(shard.numbersCalled).toEqual([[1, 2, 3, 4], [2, 3, 4], [2], [2], [3, 4]]);
    expect(idsOf(shard)).toBe('ABCCD');
    expect(shard.calls.map((call) => call.atMs)).toEqual([0, 0, 0, 200, 200]);
    expect(shard.failureRecords).toMatchObject([
      {
        requestContext: { approximateInvokeCount: 2 },
        KinesisBatchInfo: { batchSize: 1, startSequenceNumber: '2' },
      },
    ]);
  });

  test('a raising handler with bisect: left half first, singles retried, right half last (T5, rules 3.2.4, 3.5.2, 3.5.4, 3.5.6)', () => {
    const shard = new VirtualShard(records(1, 2, 3, 4), raisesOn(2), {
      batchSize: 4,
      maximumRetryAttempts: 1,
      bisectBatchOnFunctionError: true,
    }).run(MINUTE_MS);
    expect(shard.numbersCalled).toEqual([[1, 2, 3, 4], [1, 2], [1], [2], [2], [3, 4]]);
    expect(shard.failureRecords).toMatchObject([
      {
        requestContext: { approximateInvokeCount: 2 },
        KinesisBatchInfo: { batchSize: 1, startSequenceNumber: '2', endSequenceNumber: '2' },
      },
    ]);
    expect(shard.checkpoints).toEqual(['1', '2', '4']);
  });

  test('an answer that names no record of the batch fails the batch (T6, rule 3.4.5)', () => {
    const shard = new VirtualShard(
      records(1, 2, 3, 4),
      () => ({ batchItemFailures: [{ itemIdentifier: '' }] }),
      { batchSize: 4, maximumRetryAttempts: 0, functionResponseTypes: ['ReportBatchItemFailures'] },
    ).run();
    expect(shard.numbersCalled).toEqual([[1, 2, 3, 4]]);
    expect(shard.failureRecords).toMatchObject([
      {
        requestContext: { approximateInvokeCount: 1 },
        responseContext: { statusCode: 200, functionError: null },
        KinesisBatchInfo: { batchSize: 4 },
      },
    ]);
  });

  test('progress begins the count anew (T9, rules 3.2.4, 3.4.9)', () => {
    const shard = new VirtualShard(records(0, 1, 2, 3, 4, 5), reports(5), {
      batchSize: 3,
      maximumRetryAttempts: 3,
      functionResponseTypes: ['ReportBatchItemFailures'],
    }).run(MINUTE_MS);
    expect(shard.numbersCalled).toEqual([[0, 1, 2], [3, 4, 5], [5], [5], [5], [5]]);
    expect(shard.failureRecords).toMatchObject([
      {
        requestContext: { approximateInvokeCount: 4 },
        responseContext: { functionError: null },
        KinesisBatchInfo: { batchSize: 1 },
      },
    ]);
  });

  test('eight calls while a record of 10 s age grows older than 60 s (T10, rules 3.3.1, 3.3.3, 3.6.4, 3.6.5)', () => {
    // The recording does not tell how old the record was at the first call; the doubling of the
    // back-off gives eight calls when it was between 9 s and 34.6 s, and nine when it was younger.
    const shard = new VirtualShard([record(1, { ageMs: 10_000 })], raisesOn(1), {
      batchSize: 1,
      maximumRecordAgeInSeconds: 60,
    }).run(2 * MINUTE_MS);
    expect(shard.calls).toHaveLength(8);
    expect(shard.calls.map((call) => call.atMs)).toEqual([
      0, 200, 600, 1400, 3000, 6200, 12_600, 25_400,
    ]);
    expect(shard.failureRecords).toMatchObject([
      { requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 8 } },
    ]);
    expect(shard.failureRecords[0]).not.toHaveProperty('responseContext');
  });

  test('only the expired records at the head of a batch are given up (T11, rules 3.6.2, 3.6.3)', () => {
    const old = record(0, { ageMs: 61_000 });
    const shard = new VirtualShard([old, ...records(1, 2, 3, 4, 5)], () => null, {
      batchSize: 10,
      maximumRecordAgeInSeconds: 60,
      maximumRetryAttempts: 0,
    }).run();
    expect(shard.numbersCalled).toEqual([[1, 2, 3, 4, 5]]);
    expect(shard.failureRecords).toMatchObject([
      {
        requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 1 },
        KinesisBatchInfo: { batchSize: 1, startSequenceNumber: '0' },
      },
    ]);
    expect(shard.failureRecords[0]?.requestContext?.requestId).not.toBe(shard.calls[0]?.requestId);
    expect(shard.checkpoints).toEqual(['0', '5']);
  });

  test.each([0, 2])(
    'a record too large to send uses up %i retries, uninvoked (T12, rule 2.2.8)',
    (retries) => {
      const large = record(1, { bytes: 5 * 1024 * 1024 });
      const shard = new VirtualShard([large, record(2)], () => null, {
        maximumRetryAttempts: retries,
      }).run(MINUTE_MS);
      expect(shard.numbersCalled).toEqual([[2]]);
      expect(shard.failureRecords).toMatchObject([
        {
          requestContext: {
            condition: 'RetryAttemptsExhausted',
            approximateInvokeCount: retries + 1,
          },
        },
      ]);
      expect(shard.failureRecords[0]).not.toHaveProperty('responseContext');
    },
  );

  test.each([
    '{"batchItemFailures":[{"itemIdentifier":""}]}',
    '{"batchItemFailures":[{"itemIdentifier":null}]}',
    '{"batchItemFailures":[{"foo":123}]}',
    '{"batchItemFailures":[{"foo":null}]}',
    '{"batchItemFailures":[{"itemIdentifier":123}]}',
    'an exception',
  ])('%s is three failed calls at two retries (T13, rule 3.4.4)', (answer) => {
    const handler: Handler = (numbers) => {
      return answer === 'an exception' ? raisesOn(1)(numbers, 0) : answer;
    };
    const shard = new VirtualShard(records(1), handler, {
      maximumRetryAttempts: 2,
      functionResponseTypes: ['ReportBatchItemFailures'],
    }).run(MINUTE_MS);
    expect(shard.calls).toHaveLength(3);
    expect(shard.failureRecords[0]?.requestContext?.approximateInvokeCount).toBe(3);
  });
});

describe('reading', () => {
  test('hands over in order what each read returned, up to the batch size (rule 2.2.6)', () => {
    const numbers = Array.from({ length: 30 }, (_, index) => index);
    const shard = new VirtualShard(records(...numbers), () => null, { batchSize: 10 }).run();
    expect(shard.numbersCalled).toEqual([0, 10, 20].map((n) => numbers.slice(n, n + 10)));
    expect(shard.checkpoints).toEqual(['9', '19', '29']);
  });

  test('in the pace of AWS, an idle shard is read once a second (rule 2.1.1)', () => {
    const shard = new VirtualShard([], () => null).run();
    shard.put(record(1));
    shard.clock.advance(999);
    expect(shard.calls).toEqual([]);
    shard.clock.advance(1);
    expect(shard.numbersCalled).toEqual([[1]]);
  });

  test('in the fast pace, a put wakes the reader, and nothing else does', () => {
    const shard = new VirtualShard([], () => null, { pace: PACES.fast }).run(MINUTE_MS);
    expect(shard.clock.nextDueMs()).toBeUndefined();
    shard.put(record(1));
    expect(shard.numbersCalled).toEqual([[1]]);
  });

  test('tries again after a read that failed, and says so', () => {
    const shard = new VirtualShard(records(1), () => null, { pace: PACES.fast });
    shard.failRead = 'Stream orders under account 1 not found.';
    shard.run(999);
    const message = shard.failRead;
    expect(shard.reports).toMatchObject([{ name: 'mapping-problem', event: { message } }]);
    shard.failRead = undefined;
    shard.clock.advance(1);
    expect(shard.numbersCalled).toEqual([[1]]);
  });

  test('splits what one event cannot carry', () => {
    const large = [1, 2, 3].map((number) => record(number, { bytes: 2 * 1024 * 1024 }));
    const shard = new VirtualShard(large, () => null).run();
    expect(shard.numbersCalled).toEqual([[1, 2], [3]]);
  });

  test('ends with the last record of a closed shard', () => {
    const shard = new VirtualShard(records(1, 2, 3), () => null, { batchSize: 2 });
    shard.isClosed = true;
    shard.run();
    expect(shard.numbersCalled).toEqual([[1, 2], [3]]);
    expect(shard.finished).toBe('shard-ended');
  });
});

describe('failures', () => {
  test('refusals are waited out, and use up no retry (rule 3.1.2)', () => {
    const shard = new VirtualShard(
      records(1),
      (_numbers, atMs) => {
        if (atMs < 5000) throw new Refused();
      },
      { maximumRetryAttempts: 0 },
    ).run(MINUTE_MS);
    expect(shard.calls).toHaveLength(1);
    expect(shard.failureRecords).toEqual([]);
    expect(shard.checkpoints).toEqual(['1']);
  });

  test('refusals do not split a batch (rule 3.5.10)', () => {
    const shard = new VirtualShard(
      records(1, 2),
      (_numbers, atMs) => {
        if (atMs === 0) throw new Refused();
      },
      { bisectBatchOnFunctionError: true },
    ).run(MINUTE_MS);
    expect(shard.numbersCalled).toEqual([[1, 2]]);
  });

  test('bisect without retries goes down to single records, each tried once (rule 3.5.9)', () => {
    const shard = new VirtualShard(records(1, 2, 3, 4, 5), raisesOn(3), {
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 0,
    }).run();
    expect(shard.numbersCalled).toEqual([[1, 2, 3, 4, 5], [1, 2], [3, 4, 5], [3], [4, 5]]);
    expect(shard.failureRecords).toMatchObject([
      { requestContext: { approximateInvokeCount: 1 }, KinesisBatchInfo: { batchSize: 1 } },
    ]);
  });

  test('without limits a poison pill blocks its shard until the stream forgets it (rules 2.1.7, 3.2.3, 3.6.7)', () => {
    const shard = new VirtualShard(records(1, 2), raisesOn(1), { batchSize: 1 });
    shard.run(23 * 60 * MINUTE_MS);
    expect(new Set(shard.calls.flatMap((call) => call.numbers))).toEqual(new Set([1]));
    shard.put({ ...record(3), approximateArrivalTimestamp: shard.clock.now() });
    shard.clock.advance(2 * 60 * MINUTE_MS);
    expect(shard.calls.at(-1)?.numbers).toEqual([3]);
    expect(shard.failureRecords).toMatchObject([
      { requestContext: { condition: 'RecordAgeExceeded' } },
      { requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 1 } },
    ]);
  });

  test('a retry that would come too late gives way to the expiry (rules 3.6.1, 3.6.8)', () => {
    const shard = new VirtualShard([record(1)], raisesOn(1), { maximumRecordAgeInSeconds: 60 });
    shard.run(60_000);
    expect(shard.failureRecords).toEqual([]);
    shard.clock.advance(1);
    expect(shard.failureRecords).toHaveLength(1);
  });

  test('the rest of an expired batch keeps its attempts and its request id (rule 3.6.2)', () => {
    const shard = new VirtualShard([record(1, { ageMs: 50_000 }), record(2)], raisesOn(2), {
      maximumRecordAgeInSeconds: 60,
      maximumRetryAttempts: 8,
    }).run(2 * MINUTE_MS);
    expect(idsOf(shard)).toMatch(/^A+$/);
    const counts = shard.failureRecords.map((r) => r.requestContext?.approximateInvokeCount);
    expect(counts).toEqual([6, 9]);
  });

  test('a destination that refuses costs the batch, not the shard (rule 3.7.4)', () => {
    const shard = new VirtualShard(records(1, 2), raisesOn(1), {
      batchSize: 1,
      maximumRetryAttempts: 0,
    });
    shard.failDelivery = 'The specified queue does not exist.';
    shard.run();
    expect(shard.numbersCalled).toEqual([[1], [2]]);
    expect(shard.checkpoints).toEqual(['1', '2']);
    expect(shard.reports.map((report) => report.name)).toContain('destination-failed');
  });

  test('an answer that is no JSON object counts as success, with a warning (rule 3.4.4)', () => {
    const shard = new VirtualShard(records(1), () => 'done', {
      functionResponseTypes: ['ReportBatchItemFailures'],
    }).run();
    expect(shard.checkpoints).toEqual(['1']);
    expect(shard.reports.map((report) => report.name)).toContain('warning');
  });
});

test('the failure record is what AWS sends, key for key, at once and without data (rules 3.7.3, 3.8.1, 3.8.2)', () => {
  const shard = new VirtualShard(records(7), raisesOn(7), { maximumRetryAttempts: 0 }).run();
  expect(JSON.stringify(shard.failureRecords[0])).toBe(
    `{"requestContext":{"requestId":"${shard.calls[0]?.requestId}","functionArn":"${FUNCTION_ARN}",` +
      '"condition":"RetryAttemptsExhausted","approximateInvokeCount":1},' +
      '"responseContext":{"statusCode":200,"executedVersion":"$LATEST",' +
      '"functionError":"Unhandled"},"version":"1.0","timestamp":"2026-09-19T09:10:44.000Z",' +
      '"KinesisBatchInfo":{"shardId":"shardId-000000000000","startSequenceNumber":"7",' +
      '"endSequenceNumber":"7","approximateArrivalOfFirstRecord":"2026-09-19T09:10:44.000Z",' +
      '"approximateArrivalOfLastRecord":"2026-09-19T09:10:44.000Z","batchSize":1,' +
      `"streamArn":"${STREAM_ARN}"}}`,
  );
});

describe('stopping', () => {
  test('an idle consumer finishes at once', () => {
    const shard = new VirtualShard([], () => null, { pace: PACES.fast }).run();
    shard.feed({ type: 'stop' });
    expect(shard.finished).toBe('stopped');
  });

  test('a batch that waits for its retry is left to whoever starts again', () => {
    const shard = new VirtualShard(records(1), raisesOn(1)).run();
    shard.feed({ type: 'stop' });
    expect(shard.finished).toBe('stopped');
    expect(shard.checkpoints).toEqual([]);
  });
});
