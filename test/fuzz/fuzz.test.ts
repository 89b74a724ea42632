import { expect, test } from 'vitest';
import { memoryWorld } from '../memory-world.ts';
import { runHistory } from './history.ts';
import { describe } from './main.ts';
import { runHistories } from './run.ts';

/** All of them in CI; elsewhere as many as nobody minds to wait for. */
const REQUESTS = process.env.CI ? 100_000 : 10_000;

test('no request crashes the endpoint, hangs, or is answered with an error of its own', {
  timeout: 300_000,
}, async () => {
  const found = await runHistories({ requests: REQUESTS, first: 1 });
  expect(found && describe(found)).toBeUndefined();
});

test('an operation that fails is found, and told with its seed', async () => {
  const services = memoryWorld().services.map((service) => ({
    ...service,
    operations: service.operations.map((operation) => ({
      ...operation,
      handle: async () => {
        throw new TypeError('a defect');
      },
    })),
  }));
  const found = await runHistory({ seed: 7, services });
  expect(found && describe(found)).toMatch(/failed unexpectedly.*a defect.*--seed 7$/s);
});

test('most requests of a seed are the same whenever they are made', async () => {
  const sent = async () => {
    const texts: string[] = [];
    await runHistory({ seed: 3, onAnswer: ({ method, path }) => texts.push(`${method} ${path}`) });
    return texts.slice(0, 50);
  };
  expect(await sent()).toEqual(await sent());
});
