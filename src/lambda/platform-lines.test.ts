import { expect, test } from 'vitest';
import { initReportLine, reportLine, timedOutLine } from './platform-lines.ts';

const report = { requestId: 'id', durationMs: 3.014, memorySizeMb: 128, maxMemoryUsedMb: 36 };

test('a first invocation is billed with its initialization', () => {
  expect(reportLine({ ...report, initDurationMs: 110.1 })).toBe(
    'REPORT RequestId: id\tDuration: 3.01 ms\tBilled Duration: 114 ms\tMemory Size: 128 MB\t' +
      'Max Memory Used: 36 MB\tInit Duration: 110.10 ms\t\n',
  );
});

test('a failed invocation says how it failed', () => {
  const error = reportLine({ ...report, status: 'error', errorType: 'Runtime.ExitError' });
  expect(error).toMatch(/MB\tStatus: error\tError Type: Runtime\.ExitError\t\n$/);
  const timeout = reportLine({ ...report, durationMs: 3000, status: 'timeout' });
  expect(timeout).toContain('Duration: 3000.00 ms\tBilled Duration: 3000 ms');
  expect(timeout).toMatch(/\tStatus: timeout\t\n$/);
});

test('a sampled invocation has a second line with its trace', () => {
  expect(reportLine({ ...report, trace: { traceId: '1-a-b', segmentId: 'c' } })).toMatch(
    /\t\nXRAY TraceId: 1-a-b\tSegmentId: c\tSampled: true\t\n$/,
  );
});

test('a timeout is told with the time, the request and two decimals', () => {
  expect(timedOutLine(Date.UTC(2026, 0, 31), 'id', 3)).toBe(
    '2026-01-31T00:00:00.000Z id Task timed out after 3.00 seconds\n\n',
  );
});

test('a failed initialization names its phase', () => {
  const failed = { durationMs: 150.789, phase: 'invoke', errorType: 'Runtime.ExitError' } as const;
  expect(initReportLine({ ...failed, status: 'error' })).toBe(
    'INIT_REPORT Init Duration: 150.79 ms\tPhase: invoke\tStatus: error\t' +
      'Error Type: Runtime.ExitError\n',
  );
  expect(initReportLine({ ...failed, status: 'timeout' })).toMatch(
    /Phase: invoke\tStatus: timeout\n$/,
  );
});
