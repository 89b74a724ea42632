import { expect, test } from 'vitest';
import { parseRegion } from './start-options.ts';

test.each(['eu-west-1', 'us-gov-east-1', 'local'])('%s is a region', (text) => {
  expect(parseRegion(text)).toBe(text);
});

test.each(['', 'eu west', 'eu-west-1;', 'arn:aws'])('"%s" is none', (text) => {
  expect(() => parseRegion(text)).toThrow('such as eu-west-1');
});
