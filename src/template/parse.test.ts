import { expect, test } from 'vitest';
import { parseTemplate } from './parse.ts';
import { child, toJson } from './tree.ts';

const read = (text: string) => toJson(parseTemplate(text, 't.yaml'));
const refused = (text: string) => {
  try {
    return read(text);
  } catch (error) {
    return (error as Error).message;
  }
};

test.each([
  ['a: yes', { a: true }],
  ['a: Off', { a: false }],
  ['a: y', { a: 'y' }],
  ['a: 010', { a: 8 }],
  ['a: 0x1F', { a: 31 }],
  ['a: 1_000', { a: 1000 }],
  ['a: 012345678901', { a: '012345678901' }],
  ['a: 123456789012', { a: 123456789012 }],
  ['a: 12345678901234567890', { a: '12345678901234567890' }],
  ['a: 1.5', { a: 1.5 }],
  ['a: 2010-09-09', { a: '2010-09-09' }],
  ['a: "5"', { a: '5' }],
  ['a: !!str 5', { a: '5' }],
  ['a: ~', { a: null }],
  ['a:', { a: null }],
  ['a: nodejs22.x', { a: 'nodejs22.x' }],
])('%j is read as YAML 1.1 has it', (text, value) => {
  expect(read(text)).toEqual(value);
});

test.each([
  ['!Ref X', { Ref: 'X' }],
  ['!Condition X', { Condition: 'X' }],
  ['!GetAtt X.Arn', { 'Fn::GetAtt': 'X.Arn' }],
  ['!Sub [x, { y: !Ref Z }]', { 'Fn::Sub': ['x', { y: { Ref: 'Z' } }] }],
  ['!Base64 { "Fn::Sub": x }', { 'Fn::Base64': { 'Fn::Sub': 'x' } }],
])('the short tag %s becomes its long form', (text, value) => {
  expect(read(`a: ${text}`)).toEqual({ a: value });
});

test('JSON with tabs is read, with positions', () => {
  const root = parseTemplate('{\n\t"a": {\n\t\t"b": [1, true, null]\n\t}\n}', 't.json');
  expect(toJson(root)).toEqual({ a: { b: [1, true, null] } });
  expect(child(child(root, 'a'), 'b')?.at).toEqual({ line: 3, column: 8 });
});

test('anchors, aliases and merge keys are put in place', () => {
  const text = 'a: &x { p: 1, q: 2 }\nb: *x\nc: { <<: *x, q: 3 }\nd: { <<: [{ p: 4 }, *x] }';
  expect(read(text)).toEqual({
    a: { p: 1, q: 2 },
    b: { p: 1, q: 2 },
    c: { q: 3, p: 1 },
    d: { p: 4, q: 2 },
  });
});

test('a key called __proto__ is a key like any other', () => {
  const root = parseTemplate('a: { __proto__: { polluted: 1 }, constructor: x }', 't.yaml');
  const value = child(root, 'a');
  expect(value?.kind === 'map' && [...value.entries.keys()]).toEqual(['__proto__', 'constructor']);
  const json = toJson(root) as { a: object };
  expect(Object.keys(json.a)).toEqual(['__proto__', 'constructor']);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test.each([
  ['a: "x', 't.yaml:1:6: Not valid YAML: Missing closing "quote.'],
  ['a:\n\t- b', 't.yaml:2:1: Not valid YAML: Tabs are not allowed as indentation.'],
  ['a: 1\nb: 2\na: 3', 't.yaml:3:1: The key a is here twice.'],
  ['a: !Reff X', 't.yaml:1:10: CloudFormation has no tag !Reff. Did you mean !Ref?'],
  ['a: 1\n---\nb: 2', 't.yaml:2:1: A file holds one template; remove the `---`.'],
  ['a: *nowhere', 't.yaml:1:4: There is no anchor &nowhere before this alias.'],
  ['a: &a [*a]', 't.yaml:1:8: There is no anchor &a before this alias.'],
  ['? [x]\n: 1', 't.yaml:1:3: A key must be text.'],
  ['', 't.yaml:1:1: The template is empty.'],
  ['# nothing', 't.yaml:1:1: The template is empty.'],
])('%j is refused with its place', (text, message) => {
  expect(refused(text)).toBe(message);
});

test('a bomb of aliases is refused before it goes off', () => {
  const levels = Array.from({ length: 30 }, (_, level) => {
    const inside = level === 0 ? 'x' : `*l${level - 1}`;
    return `l${level}: &l${level} [${Array(10).fill(inside).join(', ')}]`;
  });
  expect(refused(levels.join('\n'))).toMatch(/more than 100000 values, aliases included/);
});

test('aliases that nest as deep as they are many are refused', () => {
  const levels = Array.from({ length: 5000 }, (_, level) => {
    return `l${level}: &l${level} [${level === 0 ? 'x' : `*l${level - 1}`}]`;
  });
  expect(refused(levels.join('\n'))).toMatch(/nested too deep|more than 100000 values/);
});

test.each([
  ['lists', '['.repeat(50_000)],
  ['closed lists', '['.repeat(5000) + ']'.repeat(5000)],
  ['maps', '{a: '.repeat(50_000)],
  ['blocks', '- '.repeat(50_000)],
  ['keys', '? '.repeat(50_000)],
])('%s nested past all reason are refused', (_what, text) => {
  expect(refused(text)).toMatch(/nested deeper than 100 levels/);
});

test('a template of more than a megabyte is refused', () => {
  expect(refused(`a: ${'x'.repeat(1_000_001)}`)).toMatch(/larger than 1000000 characters/);
});
