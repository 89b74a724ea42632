import { beforeEach, describe, expect, test } from 'vitest';
import { FakeWorld, SCOPE, settle } from './fake-world.suite.ts';
import type { MappingDefinition } from './mapping.ts';

let world: FakeWorld;
beforeEach(() => {
  world = new FakeWorld();
});

const numbersCalled = () => world.calls.flatMap(({ numbers }) => numbers);
const mapping = () => world.mappings.get(SCOPE, 'mapping');
const never = () => new AbortController().signal;
const atOnce = () => AbortSignal.abort();

describe('reading', () => {
  test('a put wakes the poller of its shard', async () => {
    await world.start();
    world.put('shard-0', 2);
    await settle();
    expect(world.calls).toEqual([{ shardId: 'shard-0', numbers: ['1', '2'] }]);
    expect(mapping()?.lastProcessingResult).toBe('OK');
  });

  test('a put between a read and the wait after it is not missed', async () => {
    await world.start();
    // One put for each turn of the event loop: some fall between a read and its answer.
    for (let puts = 0; puts < 50; puts++) {
      world.put('shard-0');
      await null;
    }
    await settle();
    await settle();
    expect(numbersCalled()).toHaveLength(50);
  });

  test('LATEST leaves what was there, and reads later shards from their beginning (rules 2.1.3, 2.1.4, 2.4.3)', async () => {
    world.put('shard-0', 3);
    await world.start({}, { startingPosition: 'LATEST' });
    const [late] = world.put('shard-0');
    await settle();
    world.addShard('shard-1', ['shard-0']);
    const [child] = world.put('shard-1');
    world.close('shard-0');
    await settle();
    await settle();
    expect(numbersCalled()).toEqual([late, child]);
  });

  test('AT_TIMESTAMP in whole seconds is where an unknown shard begins', async () => {
    const definition = { startingPosition: 'AT_TIMESTAMP' as const };
    await world.start({}, { ...definition, startingPositionTimestampMs: 1_700_000_000_999 });
    expect(mapping()).toMatchObject(definition);
  });

  test('a mapping waits for a stream that is not there, and says so once', async () => {
    world.streamId = undefined;
    await world.start();
    for (let seconds = 0; seconds < 5; seconds++) {
      world.clock.advance(1000);
      await settle();
    }
    expect(world.problems).toEqual(['Stream orders not found.']);
    expect(mapping()?.lastProcessingResult).toBe('PROBLEM: Stream orders not found.');
    world.streamId = 'first';
    world.put('shard-0');
    world.clock.advance(1000);
    await settle();
    await settle();
    expect(numbersCalled()).toEqual(['1']);
  });

  test('a stream that was made again is read from its beginning', async () => {
    await world.start();
    world.put('shard-0', 3);
    await settle();
    world.streamId = 'second';
    world.shards.clear();
    world.addShard('shard-0');
    const numbers = world.put('shard-0', 2);
    await settle();
    await settle();
    expect(numbersCalled().slice(3)).toEqual(numbers);
    expect(world.problems).toHaveLength(1);
  });
});

describe('resharding', () => {
  test('children begin when every parent is finished, not when it is closed (rule 2.4.1)', async () => {
    world.addShard('shard-1');
    await world.start({ batchSize: 1 });
    let release = () => {};
    world.answer = ([number]) =>
      number === '1'
        ? new Promise((resolve) => {
            release = () => resolve(world.returned());
          })
        : world.returned();
    world.put('shard-0');
    world.addShard('shard-2', ['shard-0', 'shard-1']);
    world.put('shard-2');
    world.close('shard-0');
    world.close('shard-1');
    await settle();
    await settle();
    expect(numbersCalled()).toEqual(['1']);
    release();
    await settle();
    await settle();
    expect(world.calls.at(-1)?.shardId).toBe('shard-2');
  });

  test('a finished parent is not read again after a restart', async () => {
    await world.start();
    world.put('shard-0');
    world.addShard('shard-1', ['shard-0']);
    world.close('shard-0');
    await settle();
    await settle();
    await world.mappings.close(atOnce());
    world.restart();
    await world.start();
    world.put('shard-1');
    await settle();
    expect(world.calls.map(({ shardId }) => shardId)).toEqual(['shard-0', 'shard-1']);
  });
});

describe('stopping and starting', () => {
  test('a call under way is finished, and its checkpoint kept', async () => {
    await world.start({ batchSize: 1 });
    let release = () => {};
    world.answer = () =>
      new Promise((resolve) => {
        release = () => resolve(world.returned());
      });
    world.put('shard-0', 2);
    await settle();
    const closed = world.mappings.close(never());
    release();
    await closed;
    expect(numbersCalled()).toEqual(['1']);
    expect([...world.checkpoints.values()]).toEqual(['1']);
  });

  test('a call that does not end in time is made again (rule 2.1.6)', async () => {
    await world.start();
    world.answer = () => new Promise(() => {});
    world.put('shard-0');
    await settle();
    await world.mappings.close(atOnce());
    world.answer = () => world.returned();
    world.restart();
    await world.start();
    await settle();
    expect(numbersCalled()).toEqual(['1', '1']);
  });

  test('an outcome that comes after the end changes nothing', async () => {
    await world.start({ maximumRetryAttempts: 0 });
    let release = () => {};
    world.answer = () =>
      new Promise((resolve) => {
        release = () => resolve(world.raised());
      });
    world.put('shard-0');
    await settle();
    await world.mappings.close(atOnce());
    release();
    await settle();
    expect(world.failureRecords).toEqual([]);
    expect(world.checkpoints.size).toBe(0);
  });

  test('a disabled mapping reads nothing', async () => {
    await world.start({}, { isEnabled: false });
    world.put('shard-0');
    await settle();
    expect(world.calls).toEqual([]);
    expect(mapping()?.state).toBe('Disabled');
  });
});

test('changing a mapping often leaves nothing behind that listens', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  await world.start();
  for (let batchSize = 1; batchSize <= 30; batchSize++) {
    await world.mappings.update(SCOPE, 'mapping', { settings: { batchSize } });
    await settle();
  }
  await settle();
  process.off('warning', note);
  expect(warnings).toEqual([]);
  expect(mapping()).toMatchObject({ state: 'Enabled', settings: { batchSize: 30 } });
  world.put('shard-0');
  await settle();
  expect(numbersCalled()).toEqual(['1']);
});

test('what could not be stored is not taken for done, but stored again', async () => {
  await world.start({ maximumRetryAttempts: 0, batchSize: 1 });
  const discards = world.watch('batch-discarded');
  world.answer = ([number]) => (number === '1' ? world.raised() : world.returned());
  world.brokenStores = 2;
  world.put('shard-0', 2);
  for (let seconds = 0; seconds < 2; seconds++) {
    await settle();
    expect(discards).toEqual([]);
    expect(numbersCalled()).toEqual(['1']);
    world.clock.advance(1000);
  }
  await settle();
  expect(discards).toHaveLength(1);
  expect(numbersCalled()).toEqual(['1', '2']);
  expect(world.failureRecords).toHaveLength(1);
});

describe('while the disk takes its time', () => {
  test('one of several mappings of a stream and a function is made', async () => {
    const uuids = ['a', 'b', 'c'];
    const made = await Promise.allSettled(
      uuids.map((uuid) => world.mappings.create(world.definition({}, { uuid }))),
    );
    expect(made.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect([...world.saved.keys()]).toEqual(['a']);
  });

  test('changes of several settings all hold', async () => {
    await world.start();
    const changes = [
      { batchSize: 7 },
      { maximumRetryAttempts: 3 },
      { maximumRecordAgeInSeconds: 90 },
    ];
    await Promise.all(
      changes.map((settings) => world.mappings.update(SCOPE, 'mapping', { settings })),
    );
    const settings = Object.assign({}, ...changes);
    expect(mapping()).toMatchObject({ settings });
    expect(world.saved.get('mapping')).toMatchObject({ settings });
  });

  test('what is removed stays so, whatever else is done with it', async () => {
    await world.start();
    world.put('shard-0');
    await Promise.allSettled([
      world.mappings.remove(SCOPE, 'mapping'),
      world.mappings.update(SCOPE, 'mapping', { settings: { batchSize: 7 } }),
      world.mappings.retag(SCOPE, 'mapping', { a: 'b' }),
    ]);
    await settle();
    expect([...world.saved.keys()]).toEqual([]);
  });

  test('what became of a batch does not undo a change', async () => {
    await world.start({ batchSize: 1 });
    const updated = world.mappings.update(SCOPE, 'mapping', { settings: { batchSize: 7 } });
    world.put('shard-0');
    await updated;
    await settle();
    await settle();
    expect(world.saved.get('mapping')).toMatchObject({
      lastProcessingResult: 'OK',
      settings: { batchSize: 7 },
    });
  });
});

test('a function that is gone keeps nobody from switching its mapping off', async () => {
  await world.start({ onFailureDestinationArn: 'arn:aws:sqs:us-east-1:000000000000:gone.fifo' });
  world.hasFunction = false;
  await world.mappings.update(SCOPE, 'mapping', { isEnabled: false, settings: {} });
  expect(world.saved.get('mapping')).toMatchObject({ isEnabled: false });
  const again = { functionArn: mapping()!.functionArn, settings: {} };
  await expect(world.mappings.update(SCOPE, 'mapping', again)).rejects.toThrow('does not exist');
  const settings = { onFailureDestinationArn: 'arn:aws:sqs:us-east-1:000000000000:other.fifo' };
  await expect(world.mappings.update(SCOPE, 'mapping', { settings })).rejects.toThrow('FIFO');
});

test('a defect of ours ends the work on a shard, and nothing else', async () => {
  world.addShard('shard-1');
  await world.start();
  const { calls } = world;
  world.answer = () => {
    if (calls.length > 1) return world.returned();
    throw new Error('not thought of');
  };
  world.put('shard-0');
  await settle();
  await settle();
  expect(world.problems).toEqual([expect.stringMatching(/^shard-0 is not worked on until/)]);
  world.put('shard-1');
  await settle();
  await settle();
  expect(calls.map(({ shardId }) => shardId)).toEqual(['shard-0', 'shard-1']);
});

describe('a mapping of a template', () => {
  const restarted = async (more: Partial<MappingDefinition>) => {
    await world.mappings.close(atOnce());
    world.restart();
    await world.start({}, { origin: 'template', startingPosition: 'LATEST', ...more });
    await settle();
    await settle();
  };

  test('goes on where it was, and begins anew when it starts elsewhere (rule 1.2.1)', async () => {
    await restarted({});
    world.put('shard-0');
    await settle();
    await world.mappings.close(atOnce());
    const [meanwhile] = world.put('shard-0');
    await restarted({});
    expect(numbersCalled()).toEqual(['1', meanwhile]);
    await restarted({ startingPosition: 'TRIM_HORIZON' });
    expect(numbersCalled()).toEqual(['1', meanwhile, '1', meanwhile]);
  });

  test('is forgotten with its checkpoints when the template no longer has it', async () => {
    await restarted({});
    world.put('shard-0');
    await settle();
    await world.mappings.forget('mapping');
    expect(world.saved.size).toBe(1); // it runs
    await world.mappings.close(atOnce());
    await world.restart().forget('mapping');
    expect(world.saved.size + world.checkpoints.size).toBe(0);
  });
});
