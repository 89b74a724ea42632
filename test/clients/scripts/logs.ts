import { expect } from 'vitest';
import { type Answers, call, fails, pages, type Script } from '../step.ts';

const GROUP = { logGroupName: '/shop/orders' };
const STREAM = { ...GROUP, logStreamName: 'one' };
const RESOURCE = { resourceArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/shop/orders' };
const NOW = Date.UTC(2026, 0, 1);
const EVENTS = ['{"n":1}', '{"n":2}', 'ä "b"\n'].map((message, index) => ({
  ...{ timestamp: NOW - 10 + index, message },
}));

const GROUPS = [
  call('CreateLogGroup', { ...GROUP, tags: { team: 'ä' } }),
  fails('CreateLogGroup', GROUP, 'ResourceAlreadyExistsException: log group already exists'),
  call('CreateLogGroup', { logGroupName: 'a' }),
  call('CreateLogGroup', { logGroupName: 'b' }),
  call('PutRetentionPolicy', { ...GROUP, retentionInDays: 7 }),
  call(
    'DescribeLogGroups',
    { logGroupNamePrefix: '/shop' },
    { logGroups: [{ ...GROUP, retentionInDays: 7, creationTime: NOW }] },
  ),
  call('DeleteRetentionPolicy', GROUP),
  pages('DescribeLogGroups', 'logGroups', {}, [
    ...[GROUP, { logGroupName: 'a' }, { logGroupName: 'b' }],
  ]),
];

const TAGS = [
  call('TagResource', { ...RESOURCE, tags: { stage: 'test' } }),
  call('UntagResource', { ...RESOURCE, tagKeys: ['none'] }),
  call('ListTagsForResource', RESOURCE, { tags: { team: 'ä', stage: 'test' } }),
  call('TagLogGroup', { ...GROUP, tags: { old: '' } }),
  call('UntagLogGroup', { ...GROUP, tags: ['stage'] }),
  call('ListTagsLogGroup', GROUP, { tags: { team: 'ä', old: '' } }),
];

const RECORDS = [
  call('CreateLogStream', STREAM),
  call('CreateLogStream', { ...GROUP, logStreamName: 'two' }),
  call('CreateLogStream', { ...GROUP, logStreamName: 'three' }),
  call('PutLogEvents', { ...STREAM, logEvents: EVENTS }),
  call(
    'PutLogEvents',
    { ...STREAM, logEvents: [{ timestamp: NOW + 3 * 3_600_000, message: 'later' }] },
    { rejectedLogEventsInfo: { tooNewLogEventStartIndex: 0 } },
  ),
  call('DescribeLogStreams', GROUP, {
    logStreams: [{ logStreamName: 'one', firstEventTimestamp: NOW - 10 }, {}, {}],
  }),
  pages('DescribeLogStreams', 'logStreams', GROUP, [{}, {}, {}]),
  call('GetLogEvents', { ...STREAM, startFromHead: true }, { events: EVENTS }),
  call('GetLogEvents', { ...STREAM, limit: 1, startTime: NOW - 10, endTime: NOW }),
  call('GetLogEvents', ({ GetLogEvents: { nextBackwardToken } }: Answers) => ({
    ...{ ...STREAM, limit: 1, nextToken: nextBackwardToken },
  })),
  call(
    'FilterLogEvents',
    { ...GROUP, filterPattern: '{ $.n > 1 }' },
    { events: [{ message: '{"n":2}', eventId: expect.any(String) }] },
  ),
  pages('FilterLogEvents', 'events', { ...GROUP, filterPattern: '?{ ?ä' }, EVENTS),
  fails(
    'FilterLogEvents',
    { ...GROUP, filterPattern: '{ $.level = }' },
    'InvalidParameterException: Invalid filter pattern',
  ),
  call(
    'TestMetricFilter',
    { filterPattern: '{ $.n > 1 }', logEventMessages: ['{"n":1}', '{"n":2}'] },
    { matches: [{ eventNumber: 2, eventMessage: '{"n":2}' }] },
  ),
  call('TestMetricFilter', {
    ...{ filterPattern: '[ip, status=4*]', logEventMessages: ['127.0.0.1 404'] },
  }),
];

export const logs: Script = {
  service: 'logs',
  steps: [
    ...[...GROUPS, ...TAGS, ...RECORDS],
    call('DeleteLogStream', STREAM),
    fails('GetLogEvents', STREAM, 'ResourceNotFoundException: log stream does not exist'),
    call('DeleteLogGroup', GROUP),
    // Not here.
    fails('DescribeMetricFilters', {}, 'UnknownOperationException: DescribeMetricFilters'),
    fails('DeleteLogGroup', GROUP, 'ResourceNotFoundException: log group does not exist'),
  ],
};
