import { expect, test } from 'vitest';
import { FakeWorld, STREAM_ARN, settle } from './fake-world.suite.ts';
import { aggregate } from './kpl-encode.suite.ts';

const CONSUMER_ARN = `${STREAM_ARN}/consumer/app:1700000000`;

test('a registered consumer gets the records of an aggregate one by one (rule 2.5.2)', async () => {
  const world = new FakeWorld();
  await world.start({ batchSize: 2 }, { eventSourceArn: CONSUMER_ARN });
  const [number] = world.put('shard-0', 1, aggregate('a', 'b', 'c'));
  const seen: string[] = [];
  world.answer = (_numbers, payload) => {
    const { Records } = JSON.parse(payload) as { Records: { kinesis: { data: string } }[] };
    seen.push(...Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString()));
    return world.returned();
  };
  await settle();
  await settle();
  expect(world.calls.map(({ numbers }) => numbers)).toEqual([[number, number], [number]]);
  expect(seen).toEqual(['a', 'b', 'c']);
});

test('others get an aggregate as it is (rule 2.5.1)', async () => {
  const world = new FakeWorld();
  await world.start();
  const [number] = world.put('shard-0', 1, aggregate('a', 'b', 'c'));
  await settle();
  expect(world.calls.map(({ numbers }) => numbers)).toEqual([[number]]);
});

test('the checkpoint never ends inside an aggregate', async () => {
  const world = new FakeWorld();
  await world.start({ batchSize: 2 }, { eventSourceArn: CONSUMER_ARN });
  const [before] = world.put('shard-0');
  await settle();
  let calls = 0;
  world.answer = () => (++calls === 1 ? world.returned() : new Promise(() => {}));
  const [number] = world.put('shard-0', 1, aggregate('a', 'b', 'c'));
  await settle();
  await settle();
  expect([...world.checkpoints.values()]).toEqual([before]);

  await world.mappings.close(AbortSignal.abort());
  world.answer = () => world.returned();
  world.calls.length = 0;
  world.restart();
  await world.start({ batchSize: 10 }, { eventSourceArn: CONSUMER_ARN });
  await settle();
  expect(world.calls.map(({ numbers }) => numbers)).toEqual([[number, number, number]]);
  expect([...world.checkpoints.values()]).toEqual([number]);
});
