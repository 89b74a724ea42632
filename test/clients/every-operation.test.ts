import { describe, expect, test } from 'vitest';
import { memoryWorld } from '../memory-world.ts';
import { ALWAYS_REFUSED, LACKING } from './lacking.ts';
import { SCRIPTS } from './scripts.ts';

/** Services that sign under another name than boto3 has for them. */
const SIGNING: Readonly<Record<string, string>> = { cloudwatch: 'monitoring' };

const RUNNING = memoryWorld().services;
const calls = SCRIPTS.flatMap(({ service: own, steps }) =>
  steps.flatMap((step) => ('operation' in step ? [{ ...step, service: step.service ?? own }] : [])),
);

describe.each(SCRIPTS)('$service', ({ service }) => {
  const running = RUNNING.find(({ signingName }) => signingName === (SIGNING[service] ?? service))!;

  test('every operation that runs is called with success', () => {
    const called = new Set(
      calls
        .filter((call) => call.service === service)
        .filter(({ fails, operation }) => !fails || `${service} ${operation}` in ALWAYS_REFUSED)
        .map(({ operation }) => operation),
    );
    const names = running.operations.map(({ name }) => name);
    expect(names.filter((name) => !called.has(name))).toEqual([]);
  });

  test('an error comes through too', () => {
    const refused = calls.filter((call) => call.service === service && call.fails);
    expect(refused).not.toEqual([]);
  });
});

test('every service that runs has a script', () => {
  const scripted = SCRIPTS.map(({ service }) => SIGNING[service] ?? service);
  expect(scripted.sort()).toEqual(RUNNING.map(({ signingName }) => signingName).sort());
});

test('what clients lack, or what is always refused, is an operation that runs', () => {
  const known = new Set(calls.map(({ service, operation }) => `${service} ${operation}`));
  const named = [...Object.values(LACKING).flatMap(Object.keys), ...Object.keys(ALWAYS_REFUSED)];
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
