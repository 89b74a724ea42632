import { expect, test } from 'vitest';
import { lintTemplate } from './lint-template.ts';
import { findingsIn, folderOf, mappingWith } from './linting.suite.ts';

const NAME = 'MaximumRetryAttempts: -1';

test.each([
  ['on its line', [`${NAME} # sluicebox-ignore endless-retries: order counts`]],
  ['on the line above', ['# sluicebox-ignore endless-retries: order counts', NAME]],
  [
    'above other comments',
    ['# sluicebox-ignore endless-retries: order counts', '# for ever', NAME],
  ],
  ['with others', ['# sluicebox-ignore bisect-off, endless-retries: order counts', NAME]],
])('a comment suppresses a finding %s', (_, lines) => {
  const text = mappingWith(...lines);
  expect(findingsIn(text, 'endless-retries')).toEqual([]);
  expect(lintTemplate(text, 'a.yaml', { surroundings: folderOf() }).suppressed).toBe(1);
});

test.each([
  ['gives no reason', '# sluicebox-ignore endless-retries'],
  ['gives an empty reason', '# sluicebox-ignore endless-retries:  '],
  ['names no rule', '# sluicebox-ignore'],
  ['names a rule that there is not', '# sluicebox-ignore endless-retry: order counts'],
])('a comment that %s suppresses nothing, and is told', (_, comment) => {
  const text = mappingWith(comment, NAME);
  expect(findingsIn(text, 'endless-retries')).toHaveLength(1);
  expect(findingsIn(text, 'bad-suppression')).toMatchObject([{ at: { line: 8, column: 7 } }]);
});

test('a comment suppresses no other rule, and no other line', () => {
  const other = mappingWith('# sluicebox-ignore bisect-off: whole batches', NAME);
  expect(findingsIn(other, 'endless-retries')).toHaveLength(1);
  const far = mappingWith('# sluicebox-ignore endless-retries: x', 'BatchSize: 1', NAME);
  expect(findingsIn(far, 'endless-retries')).toHaveLength(1);
});
