import { beforeEach, describe, expect, test } from 'vitest';
import { FakeWorld, settle } from './fake-world.suite.ts';

/** A shard whose first batch fails at every attempt: it is read no further meanwhile. */
let world: FakeWorld;
beforeEach(async () => {
  world = new FakeWorld();
  world.answer = ([number]) => (number === '1' ? world.raised() : world.returned());
  world.retentionMs = 60_000;
  world.put('shard-0');
  await world.start({ batchSize: 1 });
});

const numbersCalled = () => world.calls.flatMap(({ numbers }) => numbers);

async function wait(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    world.clock.advance(1000);
    await settle();
  }
}

describe('while a batch is tried again', () => {
  test('a longer retention holds for it (rules 2.1.7, 3.6.7)', async () => {
    await wait(30);
    world.changeRetention(120_000);
    await wait(60);
    expect(world.failureRecords).toEqual([]);
    await wait(31);
    expect(world.failureRecords).toHaveLength(1);
  });

  test('a shorter retention ends it at once, and the shard goes on (rules 2.1.7, 3.6.7)', async () => {
    await wait(30);
    const [next] = world.put('shard-0');
    world.changeRetention(20_000);
    await settle();
    expect(world.failureRecords).toHaveLength(1);
    await settle();
    expect(numbersCalled().at(-1)).toBe(next);
  });

  test('a page that was read ahead does not bring the old retention back', async () => {
    world.answer = ([number]) => (Number(number) < 4 ? world.returned() : world.raised());
    world.put('shard-0', 20);
    await settle();
    world.changeRetention(120_000);
    await wait(90);
    expect(world.failureRecords).toEqual([]);
  });

  test('it is over when its stream is deleted, and a new one is read (rule 2.1.7)', async () => {
    await wait(3);
    world.deleteStream();
    const tries = world.calls.length;
    await wait(5);
    expect(world.calls).toHaveLength(tries);
    expect(new Set(world.problems)).toEqual(
      new Set(['The stream was deleted.', 'Stream orders not found.']),
    );
    world.streamId = 'second';
    world.addShard('shard-0');
    const [first] = world.put('shard-0');
    await wait(2);
    expect(numbersCalled().slice(tries)).toEqual([first]);
    expect(world.failureRecords).toEqual([]);
  });
});
