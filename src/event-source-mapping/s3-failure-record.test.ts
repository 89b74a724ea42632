import { expect, test } from 'vitest';
import { objectKey, withPayload } from './s3-failure-record.ts';

const RECORD =
  '{"requestContext":{"requestId":"r"},"responseContext":{"statusCode":200},"version":"1.0",' +
  '"timestamp":"2026-09-19T09:10:45.948Z","KinesisBatchInfo":{"shardId":"s"}}';

test('the event stands in the record as a text, behind the version (rule 3.8.5)', () => {
  expect(withPayload(RECORD, '{"Records":[]}')).toBe(
    '{"requestContext":{"requestId":"r"},"responseContext":{"statusCode":200},"version":"1.0",' +
      '"payload":"{\\"Records\\":[]}","timestamp":"2026-09-19T09:10:45.948Z",' +
      '"KinesisBatchInfo":{"shardId":"s"}}',
  );
});

test('a record without a response stays without one', () => {
  const expired = RECORD.replace('"responseContext":{"statusCode":200},', '');
  expect(Object.keys(JSON.parse(withPayload(expired, '{}')))).toEqual([
    'requestContext',
    'version',
    'payload',
    'timestamp',
    'KinesisBatchInfo',
  ]);
});

test('the key names mapping, shard, day and second (rule 3.8.7)', () => {
  expect(objectKey(RECORD, { mappingId: 'm', shardId: 'shardId-000000000000', uuid: 'u' })).toBe(
    'aws/lambda/m/shardId-000000000000/2026/09/19/2026-09-19T09.10.45-u',
  );
});
