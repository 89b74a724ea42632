import { beforeEach, expect, test } from 'vitest';
import { FakeWorld, STREAM_ARN, settle } from './fake-world.suite.ts';
import { aggregate } from './kpl-encode.suite.ts';
import { laneOf } from './lane-of.ts';
import { PACES } from './pace.ts';

const CONSUMER_ARN = `${STREAM_ARN}/consumer/app:1700000000`;
const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:consumer';

let world: FakeWorld;
beforeEach(() => {
  world = new FakeWorld();
});

const records = () => world.invocations.flatMap((invocation) => invocation.records);
const text = (base64: string) => Buffer.from(base64, 'base64').toString();
const texts = () => records().map(({ kinesis }) => text(kinesis.data));

test('a record names the role of its function (rule 4.1.4)', async () => {
  await world.start();
  world.put('shard-0');
  await settle();
  expect(records()).toMatchObject([
    { invokeIdentityArn: 'arn:aws:iam::000000000000:role/consumer', eventSourceARN: STREAM_ARN },
  ]);
});

test('a record without bytes has an empty text for data (rule 4.1.1)', async () => {
  await world.start();
  world.put('shard-0', 1, new Uint8Array());
  await settle();
  expect(records()[0]?.kinesis.data).toBe('');
});

test('a record of an aggregate has the number of the aggregate, and key and data of its own (rule 2.5.2)', async () => {
  await world.start({}, { eventSourceArn: CONSUMER_ARN });
  const [sequenceNumber] = world.put('shard-0', 1, aggregate('a', 'b'));
  await settle();
  expect(records()).toMatchObject(
    ['a', 'b'].map((partitionKey) => ({
      eventID: `shard-0:${sequenceNumber}`,
      eventSourceARN: CONSUMER_ARN,
      kinesis: { sequenceNumber, partitionKey, data: Buffer.from(partitionKey).toString('base64') },
    })),
  );
});

test('a consumer is pushed to, others are polled (rules 2.1.1, 2.1.2)', async () => {
  for (const [eventSourceArn, calls] of [
    [CONSUMER_ARN, 1],
    [STREAM_ARN, 0],
  ] as const) {
    world = new FakeWorld();
    world.restart(PACES.aws);
    await world.start({}, { eventSourceArn });
    world.put('shard-0');
    await settle();
    expect(world.calls).toHaveLength(calls);
    world.clock.advance(1000);
    await settle();
    expect(world.calls).toHaveLength(1);
  }
});

test.each([
  ['as it is', STREAM_ARN, 1],
  ['one by one', CONSUMER_ARN, 2],
])(
  'an aggregate, read %s, goes whole to the lane of its own key (rule 2.3.5)',
  async (_, eventSourceArn, count) => {
    expect(laneOf('a', 2)).not.toBe(laneOf('b', 2));
    await world.start({ parallelizationFactor: 2 }, { eventSourceArn });
    world.put('shard-0', 1, aggregate('a', 'b'));
    await settle();
    expect(world.calls).toHaveLength(1);
    expect(records()).toHaveLength(count);
  },
);

test('filtering leaves the bytes of what passes as they are (rule 4.1.6)', async () => {
  const odd = ' {"type" : "order", "type":"order", "amount": 1.0e2 }\n';
  await world.start({ filterPatterns: ['{"data":{"type":["order"]}}'] });
  world.put('shard-0', 1, Buffer.from(odd));
  world.put('shard-0', 1, Buffer.from('{"type":"other"}'));
  await settle();
  expect(texts()).toEqual([odd]);
});

test('two mappings share a stream by their filters (rule 5.11)', async () => {
  for (const name of ['one', 'two']) {
    const filterPatterns = [`{"data":{"event_type":["${name}"]}}`];
    await world.start({ filterPatterns }, { uuid: name, functionArn: `${FUNCTION_ARN}-${name}` });
  }
  for (const name of ['one', 'two', 'three']) {
    world.put('shard-0', 1, Buffer.from(`{"event_type":"${name}"}`));
  }
  await settle();
  await settle();
  const delivered = world.invocations.flatMap(({ functionArn, records: [...all] }) =>
    all.map(({ kinesis }) => [functionArn.split('-').at(-1), text(kinesis.data)]),
  );
  expect(delivered.sort()).toEqual([
    ['one', '{"event_type":"one"}'],
    ['two', '{"event_type":"two"}'],
  ]);
});

test('filters see into aggregates only for a consumer (rule 5.10)', async () => {
  const data = aggregate('{"type":"order"}', '{"type":"other"}');
  const settings = { filterPatterns: ['{"data":{"type":["order"]}}'] };
  await world.start(settings, { uuid: 'consumer', eventSourceArn: CONSUMER_ARN });
  await world.start(settings, { uuid: 'shared' });
  const [number] = world.put('shard-0', 1, data);
  await settle();
  await settle();
  expect(texts()).toEqual(['{"type":"order"}']);
  expect([...world.checkpoints.values()]).toEqual([number, number]);
});
