import { describe, expect, test } from 'vitest';
import { listFiles, readText } from './architecture-repository.ts';
import { mismatches, readRules, readTestNames, rulesNamed } from './rules-of-aws.ts';

const { rules, malformed } = readRules(readText('docs/aws-rules.md'));
const names = listFiles()
  .filter((path) => path.endsWith('.test.ts'))
  .flatMap((path) => readTestNames(path, readText(path)));

test('each rule of docs/aws-rules.md is well formed', () => {
  expect(malformed).toEqual([]);
  expect(rules.length).toBeGreaterThan(100);
});

test('each rule that can be seen here is named by a test, and tests name nothing else', () => {
  expect(mismatches(rules, names)).toEqual([]);
});

describe('a row is refused', () => {
  test.each([
    ['| 1.1 | It holds. | documented |', 'has not four cells'],
    ['| 1 | It holds. | documented | |', 'has the number "1"'],
    ['| T0 | It holds. | documented | |', 'has the number "T0"'],
    ['| 1.1 | It holds | documented | |', 'says nothing, or not in a sentence'],
    ['| 1.1 | | documented | |', 'says nothing, or not in a sentence'],
    ['| 1.1 | It holds. | guessed | |', 'has the evidence guessed'],
    ['| 1.1 | It holds. | | |', 'has the evidence'],
  ])('%s', (row, what) => {
    expect(readRules(`| Rule | What holds |\n|---|---|\n${row}`).malformed).toEqual([
      expect.stringMatching(`^line 3: .*${what}`),
    ]);
  });

  test('that stands there twice', () => {
    const row = '| 1.1 | It holds. | documented, choice | |';
    expect(readRules(`${row}\n${row}`)).toMatchObject({
      malformed: ['line 2: 1.1 is there twice'],
    });
  });
});

test('names are read wherever they stand', () => {
  const text = [
    `test('one', () => {});`,
    `describe.each([1])('two %i', () => { test.skipIf(true)(\`three \${1}\`, () => {}); });`,
    `test.each(['no'])('four', { timeout: 1 }, () => { expect('no').toBe('no'); });`,
  ].join('\n');
  const found = readTestNames('a.test.ts', text).map(({ name }) => name);
  expect(found.sort()).toEqual(['four', 'one', 'three …', 'two %i']);
});

test.each([
  ['it holds (rule 1.1)', ['1.1']],
  ['it holds (T4)', ['T4']],
  ['it holds (T4, rules 1.1, 1.2.10)', ['T4', '1.1', '1.2.10']],
  ['it holds (needs aws) (rule 1.1)', ['1.1']],
  ['it holds (rule 1.1) twice', []],
  ['it holds, see 1.1', []],
])('%s', (name, expected) => {
  expect(rulesNamed(name)).toEqual(expected);
});

describe('what is noticed', () => {
  const known = readRules(
    '| 1.1 | It holds. | choice | |\n| 1.2 | And this. | choice | no clock |',
  );
  const found = (...texts: string[]) =>
    mismatches(
      known.rules,
      texts.map((name) => ({ path: 'a.test.ts', name })),
    );

  test('nothing, when each has what it needs', () => {
    expect(found('one (rule 1.1)', 'two')).toEqual([]);
  });

  test('a rule without a test', () => {
    expect(found('one')).toEqual(['no test names 1.1']);
  });

  test('a test of a rule that is not there', () => {
    expect(found('one (rules 1.1, 9.9)')).toEqual([
      "a.test.ts: 'one (rules 1.1, 9.9)' names no rule: 9.9",
    ]);
  });

  test('a test of what cannot be shown', () => {
    expect(found('one (rule 1.1)', 'two (rule 1.2)')).toEqual([
      "1.2 is not shown, it says, but: a.test.ts: 'two (rule 1.2)'",
    ]);
  });

  test('a rule that is named in the middle of a name', () => {
    expect(found('one (rule 1.1)', 'rule 1.1 holds')).toEqual([
      "a.test.ts: 'rule 1.1 holds' names a rule, but not at its end",
    ]);
  });
});
