import { expect, test } from 'vitest';
import { modelledErrors, modelsFolder } from '../models/botocore.ts';
import { UNMODELLED_ERRORS } from '../models/unmodelled-errors.ts';
import { memoryWorld } from '../memory-world.ts';
import { runHistory } from './history.ts';
import { describe } from './main.ts';
import { runHistories } from './run.ts';

const models = modelsFolder();

/** Whether an operation may answer an error, both as `answered` has them. */
function isKnown(error: string): boolean {
  const [service = '', operation = '', code = ''] = error.split(' ');
  if (service === 's3' || modelledErrors(models!, service, operation).includes(code)) return true;
  return UNMODELLED_ERRORS.some(
    (each) =>
      each.service === service &&
      each.codes.includes(code) &&
      (each.operations?.includes(operation) ?? true),
  );
}

/** All of them in CI; elsewhere as many as nobody minds to wait for. */
const REQUESTS = process.env.CI ? 100_000 : 10_000;

/** What was answered: service, operation and code. */
const answered = new Set<string>();

test('no request crashes the endpoint, hangs, or is answered with an error of its own', {
  timeout: 300_000,
}, async () => {
  const found = await runHistories({
    ...{ requests: REQUESTS, first: 1 },
    onError: (operation, { code }) => answered.add(`${operation} ${code}`),
  });
  expect(found && describe(found)).toBeUndefined();
});

test.skipIf(!models)(
  'each error is one that the model of AWS has for the operation, or told why (needs botocore)',
  () => {
    expect(answered.size).toBeGreaterThan(100);
    expect([...answered].filter((error) => !isKnown(error))).toEqual([]);
  },
);

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
