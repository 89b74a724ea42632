import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findingsIn, folderOf } from './linting.suite.ts';
import { rulePage, ruleTable } from './rule-page.ts';
import { RULES } from './rules.ts';

const PRODUCER = "kinesis.putRecord({ StreamName: 'orders', PartitionKey: 'key', Data: data });";
const surroundings = folderOf({ 'producer.js': PRODUCER });
const templateOf = (rule: string, name: 'fails' | 'passes') =>
  readFileSync(new URL(`templates/${rule}/${name}.yaml`, import.meta.url), 'utf8');
const page = (name: string) =>
  readFileSync(new URL(`../../docs/rules/${name}.md`, import.meta.url), 'utf8');

describe.each(RULES)('$id', (rule) => {
  test('finds one thing in the template that fails', () => {
    const found = findingsIn(templateOf(rule.id, 'fails'), rule.id, { surroundings });
    expect(found.map(({ message }) => message)).toHaveLength(1);
  });

  test('finds nothing in the template that passes', () => {
    expect(findingsIn(templateOf(rule.id, 'passes'), rule.id, { surroundings })).toEqual([]);
  });

  test('has the page that --explain prints', () => {
    expect(page(rule.id)).toBe(rulePage(rule));
  });
});

test('no template of the rules is too broken to be read', () => {
  for (const { id } of RULES) {
    const found = [templateOf(id, 'fails'), templateOf(id, 'passes')].flatMap((text) =>
      findingsIn(text, 'unreadable-template'),
    );
    expect(found).toEqual([]);
  }
});

test('the list of the rules and the pages name all rules, and no others', () => {
  expect(page('README')).toContain(ruleTable(RULES));
  const files = readdirSync(new URL('../../docs/rules/', import.meta.url)).sort();
  expect(files).toEqual(['README.md', ...RULES.map(({ id }) => `${id}.md`)].sort());
});

test('nothing is found in the pattern', () => {
  const folder = new URL('../../pattern/', import.meta.url);
  const text = readFileSync(new URL('template.yaml', folder), 'utf8');
  const consumer = readFileSync(new URL('consumer/app.ts', folder), 'utf8');
  const files = folderOf({ 'consumer/app.ts': consumer });
  expect(findingsIn(text, undefined, { surroundings: files })).toEqual([]);
});
