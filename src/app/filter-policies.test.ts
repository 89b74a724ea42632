import { expect, test } from 'vitest';
import { filterPolicies } from './filter-policies.ts';

const filters = filterPolicies();

test.each([
  ['{"shop":["one","two"]}', '{"shop":"two"}', true],
  ['{"shop":["one"]}', '{"shop":"two"}', false],
  ['{"shop":["one"]}', '{}', false],
  ['{"price":[{"numeric":[">=",100]}]}', '{"price":100.5}', true],
  ['{"tags":["a"]}', '{"tags":["b","a"]}', true],
  ['{"shop":[{"exists":false}]}', '{}', true],
  ['{"shop":[{"prefix":"o"}],"price":[{"exists":true}]}', '{"shop":"one","price":1}', true],
  ['{"$or":[{"a":["1"]},{"b":["2"]}]}', '{"b":"2"}', true],
  ['{"order":{"id":["x"]}}', '{"order":{"id":"x"}}', true],
  ['{"a":["1"]}', 'no JSON', false],
  ['{"a":[{"exists":false}]}', '1}, "x": {', false],
])('%s of %s is %s', (policy, json, isMatch) => {
  expect(filters.refusal(policy)).toBeUndefined();
  expect(filters.matches(policy, json)).toBe(isMatch);
});

test.each([
  ['x', 'failed to parse JSON.'],
  ['{"a":1}}, {"b":', 'failed to parse JSON.'],
  ['{"a":"b"}', 'a: a field takes an object or an array.'],
  ['{"a":[{"contains":"x"}]}', /^a: /],
  ['{"a":[]}', 'a: an empty array matches nothing.'],
])('%s is refused', (policy, reason) => {
  const text = typeof reason === 'string' ? reason : expect.stringMatching(reason);
  expect(filters.refusal(policy)).toEqual(text);
});
