import { expect, test } from 'vitest';
import { nodeFunction, processesOf, reportOf, World } from './functions.suite.ts';

test('what a handler leaves for the next turn of the event loop ends its process, not the next call', async () => {
  const world = new World();
  world.put(nodeFunction('throws-after-its-answer'));
  for (let call = 0; call < 2; call++) {
    const { json, functionError } = await world.invoke('throws-after-its-answer');
    expect(functionError).toBeUndefined();
    expect(json).toBe('answered');
    await expect.poll(() => processesOf(world)).toEqual([]);
  }
  const reports = (await world.log('throws-after-its-answer')).filter((line) =>
    line.startsWith('REPORT'),
  );
  const rest = '\tStatus: error\tError Type: Runtime.ExitError';
  expect(reports).toEqual([reportOf({ rest }), reportOf({ rest })]);
});

test('what goes wrong between two invocations is told by the second, as on AWS', async () => {
  const world = new World();
  world.put(nodeFunction('throws-after-its-answer'));
  const event = { afterMs: 20 };
  expect((await world.invoke('throws-after-its-answer', event)).json).toBe('answered');
  await expect.poll(() => world.output.join()).toContain('Uncaught Exception');
  const { functionError, json } = await world.invoke('throws-after-its-answer', event);
  expect(functionError).toBe('Unhandled');
  expect(json).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringMatching(/exit status 129$/),
  });
});

test('the Runtime API answers whoever asks it, also from within a handler', async () => {
  const world = new World();
  world.put(nodeFunction('answers-through-the-runtime-api'));
  expect((await world.invoke('answers-through-the-runtime-api')).json).toBe('answered by itself');
  const { json } = await world.invoke('answers-through-the-runtime-api', 'statuses');
  expect(json).toEqual([400, 202]);
});
