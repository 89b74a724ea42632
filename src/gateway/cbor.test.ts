import { cbor, tag } from '@smithy/core/cbor';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startFakes } from './fake-services.suite.ts';

let fakes: Awaited<ReturnType<typeof startFakes>>;
beforeAll(async () => {
  fakes = await startFakes();
});
afterAll(() => fakes.gateway.close(1000));

const TIME = 1_700_000_000_123;
const record = { Data: Buffer.from([0, 255]), PartitionKey: 'ключ' };
const put = { StreamName: 's', Records: [record] };

interface Call {
  readonly operation: string;
  readonly input?: object;
  readonly bytes?: Uint8Array;
}

async function sent(path: string, headers: Record<string, string>, body: Uint8Array) {
  const answer = await fetch(`${fakes.endpoint}${path}`, { method: 'POST', headers, body });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const type = answer.headers.get('content-type');
  return { answer, type, output: bytes.length === 0 ? undefined : cbor.deserialize(bytes) };
}

/** As the SDKs for Java and for C++ call Kinesis. */
const kinesis = ({ operation, input = {}, bytes = cbor.serialize(input) }: Call) =>
  sent(
    '/',
    {
      'content-type': 'application/x-amz-cbor-1.1',
      'x-amz-target': `Kinesis_20131202.${operation}`,
    },
    bytes,
  );

const rpcV2 = ({ operation, input = {}, bytes = cbor.serialize(input) }: Call) =>
  sent(
    `/service/Kinesis_20131202/operation/${operation}`,
    { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
    bytes,
  );

test.each([
  ['application/x-amz-cbor-1.1', kinesis, TIME],
  ['application/cbor', rpcV2, TIME / 1000],
])('bytes and times are themselves in %s', async (mediaType, call, time) => {
  const written = await call({ operation: 'PutRecords', input: put });
  expect([written.answer.status, written.type]).toEqual([200, mediaType]);
  expect(written.output).toEqual({
    FailedRecordCount: 0,
    Records: [{ SequenceNumber: '0', ShardId: 's' }],
  });
  const seen = fakes.seen.puts.at(-1);
  expect([Buffer.from(seen!.data), seen!.partitionKey]).toEqual([record.Data, 'ключ']);
  const read = await call({ operation: 'GetRecords', input: { ShardIterator: 'i' } });
  const [found] = read.output.Records;
  expect(Buffer.from(found.Data).toString()).toBe('påyload');
  expect(found.ApproximateArrivalTimestamp).toEqual(tag({ tag: 1, value: time }));
  expect(read.output).not.toHaveProperty('NextShardIterator');
});

test.each([
  ['Kinesis', kinesis],
  ['RPC v2', rpcV2],
])('errors of every kind come in the CBOR of %s', async (_name, call) => {
  const error = async (asked: Call) => {
    const { answer, type, output } = await call(asked);
    expect(type).toContain('cbor');
    return [answer.status, output.__type.replace(/^.*#/, ''), output.message ?? output.Message];
  };
  const get = (ShardIterator: string) =>
    error({ operation: 'GetRecords', input: { ShardIterator } });
  expect(await get('expired')).toEqual([400, 'ExpiredIteratorException', 'Iterator expired.']);
  expect(await get('broken')).toEqual([500, 'InternalFailure', expect.stringContaining('log')]);
  expect(await error({ operation: 'GetRecords' })).toEqual([
    400,
    'ValidationException',
    expect.stringContaining("Value null at 'shardIterator'"),
  ]);
  expect(await error({ operation: 'PutRecords', bytes: Buffer.from([0xff]) })).toEqual([
    400,
    'SerializationException',
    undefined,
  ]);
  const [status, type, text] = await error({ operation: 'SplitStream' });
  expect([type, text]).toEqual([
    'UnknownOperationException',
    'kinesis SplitStream is not available here.',
  ]);
  expect(status).toBe(call === kinesis ? 400 : 404);
});

test('a service that is not here is refused in RPC v2', async () => {
  const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
  const { answer, output } = await sent('/service/Other/operation/Get', headers, Buffer.of());
  expect(answer.status).toBe(404);
  expect(answer.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
  expect(output.message).toBe('Other Get is not available here.');
});

test('whatever bytes come, the answer is one of the operation or a refusal', async () => {
  const good = Buffer.from(cbor.serialize(put));
  const changed = fc
    .array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    .map((changes) => {
      const bytes = Buffer.from(good);
      for (const [at, byte] of changes) bytes[at] = byte;
      return bytes;
    });
  const anything = fc.oneof(changed, fc.uint8Array({ maxLength: 40 }));
  await fc.assert(
    fc.asyncProperty(anything, fc.constantFrom(kinesis, rpcV2), async (bytes, call) => {
      const { answer } = await call({ operation: 'PutRecords', bytes });
      expect([200, 400]).toContain(answer.status);
    }),
    { numRuns: 300 },
  );
});
