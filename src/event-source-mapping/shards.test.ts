import { beforeEach, describe, expect, test } from 'vitest';
import { FakeWorld, SCOPE, settle } from './fake-world.suite.ts';
import type { Outcome } from './outcome.ts';

let world: FakeWorld;
beforeEach(() => {
  world = new FakeWorld();
});

const numbersCalled = () => world.calls.flatMap(({ numbers }) => numbers);
const shardsCalled = () => world.calls.map(({ shardId }) => shardId);

/** Calls that are not over until they are released. */
function held() {
  const releases: (() => void)[] = [];
  const answer = () =>
    new Promise<Outcome>((resolve) => {
      releases.push(() => resolve(world.returned()));
    });
  return { answer, releases };
}

describe('shards', () => {
  test('a batch has the records of one shard (rule 2.2.1)', async () => {
    world.addShard('shard-1');
    const [first, second] = [world.put('shard-0', 3), world.put('shard-1', 3)];
    await world.start({ batchSize: 100 });
    await settle();
    expect(world.calls).toEqual([
      { shardId: 'shard-0', numbers: first },
      { shardId: 'shard-1', numbers: second },
    ]);
  });

  test('have one call each under way, side by side (rules 2.3.1, 2.3.6)', async () => {
    world.addShard('shard-1');
    const { answer, releases } = held();
    world.answer = answer;
    world.put('shard-0', 3);
    world.put('shard-1', 3);
    await world.start({ batchSize: 1 });
    await settle();
    expect(numbersCalled()).toEqual(['1', '4']);
    releases[0]?.();
    await settle();
    expect(numbersCalled()).toEqual(['1', '4', '2']);
  });

  test('are held up by their own failing batch only (rule 2.3.1)', async () => {
    world.addShard('shard-1');
    world.answer = ([number]) => (number === '1' ? world.raised() : world.returned());
    world.put('shard-0', 2);
    world.put('shard-1', 2);
    await world.start({ batchSize: 1 });
    await settle();
    world.clock.advance(1000);
    await settle();
    expect(new Set(numbersCalled())).toEqual(new Set(['1', '3', '4']));
  });

  test('children of one parent, and shards beside them, run at once (rule 2.4.2)', async () => {
    const { answer } = held();
    await world.start();
    world.addShard('other');
    world.addShard('left', ['shard-0']);
    world.addShard('right', ['shard-0']);
    for (const shardId of ['left', 'right', 'other']) world.put(shardId);
    world.answer = answer;
    world.close('shard-0');
    await settle();
    await settle();
    expect(shardsCalled().sort()).toEqual(['left', 'other', 'right']);
  });
});

test('two mappings of a stream get each record, one whatever the other does (rule 1.4.7)', async () => {
  const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:consumer-2';
  world.put('shard-0', 2);
  world.answer = () => world.raised();
  await world.start();
  world.answer = () => world.returned();
  await world.start({ batchSize: 1 }, { uuid: 'second', functionArn });
  await settle();
  await settle();
  const delivered = () =>
    world.invocations.map(({ records, functionArn: called }) => [
      called === functionArn ? 'second' : 'first',
      ...records.map(({ kinesis }) => kinesis.sequenceNumber),
    ]);
  const first = ['first', '1', '2'];
  expect(delivered()).toEqual([first, ['second', '1'], ['second', '2']]);

  await world.mappings.close(AbortSignal.abort());
  await world.restart().restore();
  await settle();
  expect(delivered().slice(3)).toEqual([first]);
});

describe('where a mapping begins', () => {
  test('TRIM_HORIZON is the oldest record of each shard (rule 2.1.3)', async () => {
    world.addShard('shard-1');
    const numbers = [...world.put('shard-0', 2), ...world.put('shard-1', 2)];
    await world.start();
    await settle();
    expect(numbersCalled()).toEqual(numbers);
  });

  test('AT_TIMESTAMP is the second in which the moment lies (rules 2.1.3, 2.1.5)', async () => {
    const startMs = world.clock.now() - (world.clock.now() % 1000) + 5000;
    const putAt = (atMs: number) => {
      world.clock.advance(atMs - world.clock.now());
      return world.put('shard-0')[0];
    };
    putAt(startMs - 1);
    const wanted = [putAt(startMs), putAt(startMs + 500), putAt(startMs + 2000)];
    const startingPosition = 'AT_TIMESTAMP';
    await world.start({}, { startingPosition, startingPositionTimestampMs: startMs + 999 });
    await settle();
    expect(numbersCalled()).toEqual(wanted);
  });
});

describe('a mapping that is disabled', () => {
  const enable = (isEnabled: boolean) =>
    world.mappings.update(SCOPE, 'mapping', { isEnabled, settings: {} });

  test('goes on where it stopped, with another function too (rules 1.4.5, 3.7.5)', async () => {
    await world.start();
    world.put('shard-0', 2);
    await settle();
    await enable(false);
    await settle();
    world.put('shard-0');
    const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:consumer-2';
    await world.mappings.update(SCOPE, 'mapping', { functionArn, settings: {} });
    await settle();
    expect(numbersCalled()).toEqual(['1', '2']);
    await enable(true);
    await settle();
    await settle();
    expect(numbersCalled()).toEqual(['1', '2', '3']);
    expect(world.invocations.at(-1)?.functionArn).toBe(functionArn);
  });

  test('gives up uncalled what grew too old meanwhile (T7, rules 3.6.3, 3.6.5)', async () => {
    await world.start({ batchSize: 4, maximumRecordAgeInSeconds: 60 }, { isEnabled: false });
    world.put('shard-0', 4);
    world.clock.advance(70_000);
    await enable(true);
    await settle();
    await settle();
    expect(world.calls).toEqual([]);
    const [message, ...others] = world.failureRecords.map((text) => JSON.parse(text));
    expect(others).toEqual([]);
    expect(message).toMatchObject({
      requestContext: { condition: 'RecordAgeExceeded', approximateInvokeCount: 1 },
      KinesisBatchInfo: { batchSize: 4 },
    });
    expect(message).not.toHaveProperty('responseContext');
  });
});

test('without a destination, what is given up is passed over (rule 3.7.2)', async () => {
  const discards = world.watch('batch-discarded');
  world.answer = ([number]) => (number === '1' ? world.raised() : world.returned());
  world.put('shard-0', 2);
  await world.start({ batchSize: 1, maximumRetryAttempts: 0 });
  await settle();
  await settle();
  expect(numbersCalled()).toEqual(['1', '2']);
  expect(discards).toHaveLength(1);
  expect(discards[0]).not.toHaveProperty('destinationArn');
  expect([...world.checkpoints.values()]).toEqual(['2']);
});
