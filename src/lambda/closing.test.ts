import { expect, test } from 'vitest';
import { nodeFunction, processesOf, scope, World } from './functions.suite.ts';

const aborted = expect.objectContaining({ code: 'InvocationAborted' });

test('after closing nothing is invoked, and no process is started', async () => {
  const world = new World();
  world.put(nodeFunction('echoes-its-event'));
  world.put(nodeFunction('throws-an-error'));
  await world.invoke('echoes-its-event');
  await world.functions.close();
  for (const name of ['echoes-its-event', 'throws-an-error']) {
    await expect(world.functions.check(scope, name)).rejects.toEqual(aborted);
    for (const invocationType of ['RequestResponse', 'Event', 'DryRun'] as const) {
      await expect(world.invoke(name, 1, { invocationType })).rejects.toEqual(aborted);
    }
  }
  expect(processesOf(world)).toEqual([]);
  expect(world.functions.activeInvocations).toBe(0);
  await world.functions.close();
});

test('while it closes nothing is invoked', async () => {
  const world = new World();
  world.put(nodeFunction('echoes-its-event'));
  await world.functions.check(scope, 'echoes-its-event');
  const closed = world.functions.close();
  await expect(world.invoke('echoes-its-event')).rejects.toEqual(aborted);
  await closed;
});

test.each(['never-finishes-loading', 'sleeps-for-ever', 'loops-for-ever'])(
  '%s: closing ends the invocation, wherever it is',
  async (name) => {
    for (let turns = 0; turns < 64; turns = turns * 2 + 1) {
      const world = new World();
      world.put(nodeFunction(name, { timeoutSeconds: 60 }));
      const invoked = world.invoke(name).then(
        ({ functionError }) => functionError,
        ({ code }) => code,
      );
      for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
      await world.functions.close();
      expect(await invoked).toBe('InvocationAborted');
      expect(processesOf(world)).toEqual([]);
    }
  },
);

test('closing while a function is called in sequence aborts the call under way at most', async () => {
  for (let turns = 0; turns < 40; turns += 2) {
    const world = new World();
    world.put(nodeFunction('echoes-its-event'));
    await world.functions.check(scope, 'echoes-its-event');
    const callInSequence = async () => {
      for (let call = 0; ; call++) {
        expect(
          (await world.invoke('echoes-its-event', call, { wantLogTail: call % 2 === 0 })).json,
        ).toBe(call);
      }
    };
    const ended = expect(callInSequence()).rejects.toEqual(aborted);
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    await world.functions.close();
    await ended;
    expect(processesOf(world)).toEqual([]);
  }
});

test('closing while a handler fails to load leaves its own error, or none', async () => {
  for (let turns = 0; turns < 5000; turns = turns * 2 + 1) {
    const world = new World();
    world.put(nodeFunction('throws-while-loading'));
    const invoked = world.invoke('throws-while-loading').then(
      ({ json }) => json.errorMessage,
      ({ code }) => code,
    );
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
    await world.functions.close();
    expect(['InvocationAborted', 'not today']).toContain(await invoked);
    expect(processesOf(world)).toEqual([]);
  }
});

test('a function that is reloaded while it starts is closed with the others', async () => {
  const world = new World();
  world.put(nodeFunction('sleeps-for-ever', { timeoutSeconds: 60 }));
  const invoked = expect(world.invoke('sleeps-for-ever')).rejects.toEqual(aborted);
  world.functions.reload(scope, 'sleeps-for-ever');
  await expect.poll(() => processesOf(world).length).toBe(1);
  await world.functions.close();
  await invoked;
  expect(processesOf(world)).toEqual([]);
});
