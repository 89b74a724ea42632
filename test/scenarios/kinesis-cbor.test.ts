import { cbor } from '@smithy/core/cbor';
import { EventStreamCodec } from '@smithy/core/event-streams';
import { fromUtf8, toUtf8 } from '@smithy/core/serde';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { kinesisService } from '../../src/api/kinesis/service.ts';
import { Streams } from '../../src/kinesis/streams.ts';
import { Endpoint } from '../endpoint.ts';

/** No client here speaks CBOR with Kinesis, so their messages are made by hand. */
let endpoint: Endpoint;
beforeEach(async () => {
  endpoint = await Endpoint.start((world) => [kinesisService(new Streams(world))]);
});
afterEach(() => endpoint[Symbol.asyncDispose]());

const send = (operation: string, input: object, signal?: AbortSignal) =>
  fetch(endpoint.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-cbor-1.1',
      'x-amz-target': `Kinesis_20131202.${operation}`,
    },
    body: cbor.serialize(input),
    ...(signal && { signal }),
  });

async function call(operation: string, input: object) {
  const answer = await send(operation, input);
  const bytes = Buffer.from(await answer.arrayBuffer());
  const output = bytes.length === 0 ? {} : cbor.deserialize(bytes);
  if (!answer.ok) throw new Error(`${output.__type}: ${output.message}`);
  return output;
}

/** The payload of the event that begins at the start of some bytes, and what follows it. */
function firstEvent(bytes: Buffer) {
  const length = bytes.length < 4 ? Number.POSITIVE_INFINITY : bytes.readUInt32BE(0);
  if (bytes.length < length) return undefined;
  const codec = new EventStreamCodec(toUtf8, fromUtf8);
  const { headers, body } = codec.decode(bytes.subarray(0, length));
  return { type: headers[':event-type']?.value, body, rest: bytes.subarray(length) };
}

/** The first event with records that a subscription sends. */
async function firstRecords(answer: Response) {
  let bytes: Buffer = Buffer.of();
  for await (const chunk of answer.body!) {
    bytes = Buffer.concat([bytes, chunk]);
    for (let event = firstEvent(bytes); event; event = firstEvent(bytes)) {
      bytes = event.rest;
      const { Records = [] } = cbor.deserialize(event.body);
      if (Records.length > 0) return { type: event.type, Records };
    }
  }
  throw new Error('The subscription has ended.');
}

test('records go in and come out in CBOR, asked for or sent', async () => {
  const StreamName = 'orders';
  await call('CreateStream', { StreamName, ShardCount: 1 });
  const { StreamDescription } = await call('DescribeStream', { StreamName });
  const { StreamARN, Shards } = StreamDescription;
  const [{ ShardId }] = Shards;
  const Data = Buffer.from([0, 1, 254, 255]);
  const Records = [{ Data, PartitionKey: 'a' }];
  expect(await call('PutRecords', { StreamName, Records })).toMatchObject({ FailedRecordCount: 0 });
  const where = { StreamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' };
  const { ShardIterator } = await call('GetShardIterator', where);
  const read = await call('GetRecords', { ShardIterator });
  expect(Buffer.from(read.Records[0].Data)).toEqual(Data);
  expect(Number.isInteger(read.Records[0].ApproximateArrivalTimestamp.value)).toBe(true);

  const { Consumer } = await call('RegisterStreamConsumer', { StreamARN, ConsumerName: 'audit' });
  const { ConsumerARN } = Consumer;
  const leaving = new AbortController();
  const subscription = { ConsumerARN, ShardId, StartingPosition: { Type: 'TRIM_HORIZON' } };
  const answer = await send('SubscribeToShard', subscription, leaving.signal);
  const sent = await firstRecords(answer);
  expect(sent.type).toBe('SubscribeToShardEvent');
  expect(Buffer.from(sent.Records[0].Data)).toEqual(Data);
  leaving.abort();
  await expect(call('SubscribeToShard', subscription)).rejects.toThrow('ResourceInUseException');
});
