import { describe, expect, test } from 'vitest';
import type { EventMap } from '../observe/events.ts';
import { type BATCH_EVENTS, BatchLines } from './batch-lines.ts';
import { printable } from './printable.ts';
import { PLAIN } from './style.ts';

type Step = {
  [Name in (typeof BATCH_EVENTS)[number]]: [
    Name,
    Omit<EventMap[Name], keyof typeof COMMON>,
    number,
  ];
}[(typeof BATCH_EVENTS)[number]];

const COMMON = {
  mappingId: 'mapping',
  eventSourceArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/orders',
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:consumer',
  shardId: 'shardId-000000000000',
  requestId: 'id',
  lastArrivalMs: 0,
};
const HEADER = '▸ orders → consumer · shardId-000000000000';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:AnomalyDataQueue';
const failure = { type: 'Error', message: 'AtomicMass: expected a number' };

function draw(steps: Step[]): string[] {
  const lines = new BatchLines(PLAIN);
  return steps.flatMap(([name, event, atMs]) =>
    lines.take(name, { ...COMMON, ...event } as never, atMs),
  );
}

describe('BatchLines', () => {
  test('calls the final invoke of a tumbling window by what it is', () => {
    const last = { batchId: '1', sequenceNumbers: [], attempt: 1, durationMs: 4 };
    const lines = draw([
      ['batch-invoked', last, 0],
      ['batch-succeeded', last, 4],
    ]);
    expect(lines).toEqual([HEADER, '  window end   4 ms  ✓ processed']);
  });

  test('names an alias with the function that it is of', () => {
    const batch = { batchId: '1', sequenceNumbers: ['7'], attempt: 1, durationMs: 4 };
    const functionArn = `${COMMON.functionArn}:live`;
    const aliased = { ...COMMON, ...batch, functionArn };
    const lines = new BatchLines(PLAIN);
    lines.take('batch-invoked', aliased, 0);
    expect(lines.take('batch-succeeded', aliased, 4)[0]).toBe(
      '▸ orders → consumer:live · shardId-000000000000',
    );
  });

  test('draws a poison pill being isolated, retried and given up', () => {
    const root = { batchId: '1', sequenceNumbers: ['7', '8'], attempt: 1, durationMs: 4 };
    const left = { batchId: '2', parentId: '1', sequenceNumbers: ['7'], attempt: 1, durationMs: 2 };
    const right = { batchId: '3', parentId: '1', sequenceNumbers: ['8'], durationMs: 1.4 };
    const condition = 'RetryAttemptsExhausted' as const;
    expect(
      draw([
        ['batch-invoked', root, 0],
        ['batch-failed', { ...root, failure }, 4],
        ['batch-split', { ...root, reason: 'bisect', childIds: ['2', '3'] }, 4],
        ['batch-invoked', left, 4],
        ['batch-succeeded', left, 6],
        ['batch-invoked', { ...right, attempt: 1 }, 6],
        ['batch-failed', { ...right, attempt: 1, failure, willRetryAtMs: 17 }, 7],
        ['batch-invoked', { ...right, attempt: 2 }, 17],
        ['batch-failed', { ...right, attempt: 2, failure }, 18],
        [
          'batch-discarded',
          { ...right, attempt: 2, condition, destinationArn: QUEUE, failureRecord: '{}' },
          19,
        ],
      ]),
    ).toEqual([
      HEADER,
      '  2 records    4 ms  ✗ Error: AtomicMass: expected a number',
      '  ├─ 1 record     2 ms  ✓ processed',
      '  └─ 1 record     1 ms  ✗ Error: AtomicMass: expected a number · again in 10 ms',
      '     attempt 2    1 ms  ✗ the same error',
      '     ⊘ given up after 2 attempts → AnomalyDataQueue',
      '  resolved in 19 ms with 4 invocations',
    ]);
  });

  test('names the shard again when batches of several shards take turns', () => {
    const one = { batchId: '1', sequenceNumbers: ['1'], durationMs: 1 };
    const other = { batchId: '2', sequenceNumbers: ['2', '3'], attempt: 1, durationMs: 1 };
    expect(
      draw([
        ['batch-invoked', { ...one, attempt: 1 }, 0],
        ['batch-failed', { ...one, attempt: 1, failure, willRetryAtMs: 10 }, 0],
        ['batch-invoked', other, 0],
        ['batch-succeeded', other, 0],
        ['batch-invoked', { ...one, attempt: 2 }, 10],
        ['batch-succeeded', { ...one, attempt: 2 }, 10],
      ]).filter((line) => line.startsWith('▸')),
    ).toEqual([HEADER, HEADER, `${HEADER} (continued)`]);
  });

  test('says loudly what became of records whose failure record was refused', () => {
    const batch = { batchId: '1', sequenceNumbers: ['1'], attempt: 1 };
    expect(
      draw([['destination-failed', { ...batch, destinationArn: QUEUE, reason: 'gone' }, 0]]),
    ).toContain('  ⊘ given up, and the failure record was refused: AnomalyDataQueue: gone');
  });

  test('tells of records that are given up and forgotten', () => {
    const batch = { batchId: '1', sequenceNumbers: ['1'], attempt: 0, failureRecord: '{}' };
    const [, line] = draw([['batch-discarded', { ...batch, condition: 'RecordAgeExceeded' }, 0]]);
    expect(line).toBe(
      '  ⊘ given up older than the maximum record age and forgotten: the mapping has no on-failure destination',
    );
  });
});

test('text from outside cannot steer the terminal', () => {
  expect(printable('a\u001b[2Jb\nc\u202ed é 😀')).toBe('a\\u001b[2Jb\\u000ac\\u202ed é 😀');
});
