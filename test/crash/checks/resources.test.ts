import { expect, test } from 'vitest';
import { checkResources } from './resources.ts';

const found = (...names: string[]) =>
  checkResources({ kind: 'queues', asked: ['failed', 'work'], found: names });

test('what was asked for, in any order, is in order', () => {
  expect(found('work', 'failed')).toEqual([]);
});

test('what is missing, there twice, or never asked for is caught', () => {
  const law = 'what the template asks for is there once';
  for (const names of [['failed'], ['failed', 'work', 'work'], ['failed', 'work', 'other']]) {
    expect(found(...names)).toMatchObject([{ law, expected: 'queues: failed, work' }]);
  }
});
