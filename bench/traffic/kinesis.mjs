import { randomBytes } from 'node:crypto';
import { awsRequest } from '../harness/aws-request.mjs';
import { repeated } from './repeated.mjs';

let keys = 0;
/** Distinct for each record that is built. */
const partitionKey = () => `key-${(keys++).toString(36).padStart(6, '0')}`;

/** What a record holds: random bytes, or a document in JSON of as many bytes. */
const CONTENTS = {
  bytes: (bytes) => randomBytes(bytes),
  document: (bytes) => {
    const { length } = JSON.stringify({ id: keys, payload: '' });
    return Buffer.from(JSON.stringify({ id: keys, payload: 'x'.repeat(bytes - length) }));
  },
};

const record = (bytes, contents = 'bytes') => ({
  Data: CONTENTS[contents](bytes).toString('base64'),
  PartitionKey: partitionKey(),
});

const times = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/** PutRecords with `records` records of `bytes` bytes each. */
export function putRecords({ stream, records, bytes, contents, bodies = 24 }) {
  const requests = times(bodies, () =>
    awsRequest(
      { service: 'kinesis', operation: 'PutRecords' },
      { StreamName: stream, Records: times(records, () => record(bytes, contents)) },
    ),
  );
  return repeated(requests, {
    unitsPerRequest: records,
    // Looked at at once: hundreds of megabytes of answers would be kept otherwise.
    keep: (answer) => {
      const body = answer.body();
      if (body.includes('"FailedRecordCount":0')) return { status: answer.status };
      return { status: answer.status, body: () => body };
    },
    wrong: ({ body }) => {
      if (!body || JSON.parse(body().toString()).FailedRecordCount === 0) return undefined;
      return `A record failed: ${body().toString().slice(0, 300)}`;
    },
  });
}

/** PutRecord with `bytes` random bytes. */
export function putRecord({ stream, bytes, bodies = 500 }) {
  const requests = times(bodies, () =>
    awsRequest(
      { service: 'kinesis', operation: 'PutRecord' },
      { StreamName: stream, ...record(bytes) },
    ),
  );
  return repeated(requests, {
    wrong: (answer) =>
      answer.body().includes('"SequenceNumber"') ? undefined : 'There is no sequence number.',
  });
}

/** GetRecords of pages that were read before, each of which is to have as many bytes again. */
export function getRecords({ pages }) {
  const requests = pages.map(({ iterator: ShardIterator, limit: Limit }) =>
    awsRequest({ service: 'kinesis', operation: 'GetRecords' }, { ShardIterator, Limit }),
  );
  const [{ records, bytes }] = pages;
  return repeated(requests, {
    unitsPerRequest: records,
    keep: ({ status, bodyBytes }) => ({ status, bodyBytes, body: () => '' }),
    wrong: ({ bodyBytes }) =>
      Math.abs(bodyBytes - bytes) < bytes / 100
        ? undefined
        : `A page has ${bodyBytes} bytes instead of about ${bytes}.`,
  });
}
