import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ManualClock } from '../clock/manual-clock.ts';
import { seededRandom } from '../random/random.ts';
import { recordSource, type SourceSettings } from './record-source.ts';

const world = () => ({ random: seededRandom(3), clock: new ManualClock() });
const GOOD = { template: '{"id": {{sequence}}, "text": "hello"}', partitionKey: 'k' };
const TENTH = 0.1;

async function texts(settings: SourceSettings, records = 1000): Promise<string[]> {
  const source = await recordSource(settings, world());
  return Array.from({ length: records }, () => Buffer.from(source.next().data).toString());
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test('about as many records are bad as were asked for, and they are counted', async () => {
  const poison = { share: TENTH, by: { mutation: 'truncate' } } as const;
  const source = await recordSource({ ...GOOD, poison }, world());
  const made = Array.from({ length: 2000 }, () => Buffer.from(source.next().data).toString());
  const bad = made.filter((text) => !isJson(text)).length;
  expect(bad).toBe(source.poisoned);
  expect(bad / 2000).toBeCloseTo(TENTH, 1);
});

test('a template for bad records takes their place, with the same numbers', async () => {
  const by = { template: 'bad {{sequence}}' };
  const made = await texts({ ...GOOD, poison: { share: TENTH, by } });
  const bad = made.flatMap((text, index) => (text.startsWith('bad') ? [[text, index + 1]] : []));
  expect(bad.length).toBeGreaterThan(50);
  for (const [text, number] of bad) expect(text).toBe(`bad ${number}`);
});

test('retype makes a text of a number or a number of a text, and drop leaves a member out', async () => {
  const retyped = await texts({ ...GOOD, poison: { share: 1, by: { mutation: 'retype' } } }, 50);
  for (const text of retyped) {
    const { id, text: member } = JSON.parse(text);
    expect(typeof id === 'string' || typeof member === 'number').toBe(true);
  }
  const dropped = await texts({ ...GOOD, poison: { share: 1, by: { mutation: 'drop' } } }, 50);
  for (const text of dropped) expect(Object.keys(JSON.parse(text))).toHaveLength(1);
});

test('what cannot be spoilt in that way is refused', async () => {
  const poison = { share: 1, by: { mutation: 'retype' } } as const;
  await expect(texts({ ...GOOD, template: 'a,b', poison })).rejects.toThrow('JSON object');
});

test('a partition key that no stream takes is refused', async () => {
  await expect(texts({ ...GOOD, partitionKey: '' })).rejects.toThrow('1 to 256 characters');
  const long = '{{random.alphaNumeric(257)}}';
  await expect(texts({ ...GOOD, partitionKey: long })).rejects.toThrow('made 257');
});

test('a line break ends each record where that is asked for', async () => {
  expect(await texts({ ...GOOD, newline: true }, 1)).toEqual(['{"id": 1, "text": "hello"}\n']);
});

test('the template of the reference application makes elements', async () => {
  const path = new URL('../../pattern/producer/element.template', import.meta.url);
  const made = await texts({ template: readFileSync(path, 'utf8'), partitionKey: 'k' }, 100);
  for (const text of made) {
    expect(JSON.parse(text)).toEqual({
      AtomicNumber: expect.any(Number),
      Element: expect.any(String),
      Symbol: expect.any(String),
      AtomicMass: expect.any(Number),
    });
  }
  expect(new Set(made).size).toBeGreaterThan(10);
});
