import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { seededRandom } from '../random/random.ts';
import { GONE_FUNCTIONS, RENAMED_FUNCTIONS } from './renamed-functions.ts';
import { compileTemplate } from './template.ts';

const world = () => ({ random: seededRandom(1), clock: new ManualClock() });

/** Arguments where a function cannot do without. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  'date.between': '("2020-01-01", "2021-01-01")',
};

test.each([...RENAMED_FUNCTIONS.keys()])('{{%s}}, an older name, makes something', async (name) => {
  const make = await compileTemplate(`{{${name}${ARGUMENTS[name] ?? ''}}}`, world());
  expect(make(0)).toMatch(/\S/);
  expect(make(0)).not.toMatch(/undefined|\[object|NaN/);
});

test.each(Object.entries(GONE_FUNCTIONS))('instead of %s there is %s', async (name, instead) => {
  await expect(compileTemplate(`{{${name}}}`, world())).rejects.toThrow(instead);
  const make = await compileTemplate(`{{${instead}}}`, world());
  expect(make(0)).toMatch(/\S/);
});

test('a date between two others is between them', async () => {
  const make = await compileTemplate('{{date.between("2020-01-01", "2021-01-01")}}', world());
  for (let index = 0; index < 50; index++) expect(make(index)).toMatch(/^2020-|^2021-01-01/);
});

test('what the documentation names exists', async () => {
  const text = readFileSync(new URL('../../docs/generate.md', import.meta.url), 'utf8');
  const table = text.split('### Templates')[1]?.split('### Rates')[0] ?? '';
  const names = [...table.matchAll(/`([a-z]+\.[a-zA-Z0-9]+)`/g)].map(([, name]) => name as string);
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) {
    if (name === 'date.simTime' || name === 'date.now') continue;
    const args = name === 'random.number' ? '(9)' : (ARGUMENTS[name] ?? '');
    await expect(compileTemplate(`{{${name}${args}}}`, world())).resolves.toBeTypeOf('function');
  }
});
