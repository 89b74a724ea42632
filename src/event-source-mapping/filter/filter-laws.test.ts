import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseFilterCriteria } from './filter-criteria.ts';
import { FilterPatternError } from './filter-pattern-error.ts';
import { recordOf } from './filterable-record.suite.ts';

const passes = (pattern: unknown, data: unknown) =>
  parseFilterCriteria([JSON.stringify(pattern)]).matches(recordOf(JSON.stringify(data)));

/** A few names and values, so that patterns and documents meet. */
const name = fc.constantFrom('a', 'b', '__proto__', 'data', '');
const text = fc.constantFrom('', 'a', 'ab', 'B', '1', 'é');
const number = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(0.5, 1e21, -1e-7, 4e9));
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null));
const { document } = fc.letrec<{ value: unknown; document: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    tie('document'),
  ),
  document: fc.dictionary(name, tie('value'), { maxKeys: 3 }),
}));

const rule = fc.oneof(
  scalar,
  fc.record({ exists: fc.boolean() }),
  fc.record({ prefix: text }),
  fc.record({ suffix: text }),
  fc.record({ 'equals-ignore-case': text }),
  fc.record({ 'anything-but': fc.array(text, { minLength: 1, maxLength: 2 }) }),
  fc.record({ numeric: fc.tuple(fc.constantFrom('=', '<', '<=', '>', '>='), fc.nat(2)) }),
);
const { fields } = fc.letrec<{ field: unknown; fields: Record<string, unknown> }>((tie) => ({
  field: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.array(rule, { minLength: 1, maxLength: 3 }),
    tie('fields'),
  ),
  fields: fc.oneof(
    fc.dictionary(name, tie('field'), { minKeys: 1, maxKeys: 2 }),
    fc
      .tuple(tie('fields'), tie('fields'), fc.dictionary(name, tie('field'), { maxKeys: 1 }))
      .map(([one, other, rest]) => ({ ...rest, $or: [one, other] })),
  ),
}));

/** The path to every scalar of a document; arrays are no steps of it. */
function leaves(value: unknown, path: readonly string[] = []): [string[], unknown][] {
  if (Array.isArray(value)) return value.flatMap((element) => leaves(element, path));
  if (value === null || typeof value !== 'object') return [[[...path], value]];
  return Object.entries(value).flatMap(([key, member]) => leaves(member, [...path, key]));
}

const under = (path: readonly string[], rules: unknown) =>
  path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), rules);

test('a pattern made from a leaf of a document matches the document', () => {
  fc.assert(
    fc.property(document, (data) => {
      for (const [path, leaf] of leaves(data)) {
        expect(passes({ data: under(path, [leaf]) }, data)).toBe(true);
        expect(passes({ data: under(path, [{ exists: true }]) }, data)).toBe(true);
        expect(passes({ data: under(path, [{ exists: false }]) }, data)).toBe(false);
      }
    }),
  );
});

test('anything-but is the complement of exact values, on scalars', () => {
  const values = fc.oneof(
    fc.array(text, { minLength: 1, maxLength: 3 }),
    fc.array(number, { minLength: 1, maxLength: 3 }),
  );
  fc.assert(
    fc.property(values, scalar, (unwanted, x) => {
      const anythingBut = passes({ data: { x: [{ 'anything-but': unwanted }] } }, { x });
      expect(anythingBut).toBe(!passes({ data: { x: unwanted } }, { x }));
    }),
  );
});

test('exists false is the complement of exists true, on whole documents', () => {
  fc.assert(
    fc.property(document, name, name, (data, outer, inner) => {
      const exists = (there: boolean) =>
        passes({ data: { [outer]: { [inner]: [{ exists: there }] } } }, data);
      expect(exists(false)).toBe(!exists(true));
    }),
  );
});

test('$or matches when one of its alternatives does (rule 5.4)', () => {
  fc.assert(
    fc.property(document, fields, fields, (data, one, other) => {
      const union = passes({ data: one }, data) || passes({ data: other }, data);
      expect(passes({ data: { $or: [one, other] } }, data)).toBe(union);
      expect(passes({ $or: [{ data: one }, { data: other }] }, data)).toBe(union);
      const filter = parseFilterCriteria([one, other].map((data) => JSON.stringify({ data })));
      expect(filter.matches(recordOf(JSON.stringify(data)))).toBe(union);
    }),
    { numRuns: 500 },
  );
});

test('$or distributes over the fields beside it', () => {
  fc.assert(
    fc.property(document, fields, fields, fields, (data, one, other, rest) => {
      const both = { data: { x: rest, $or: [{ y: one }, { y: other }] } };
      const apart = {
        data: {
          $or: [
            { x: rest, y: one },
            { x: rest, y: other },
          ],
        },
      };
      const subject = { x: data, y: data };
      expect(passes(both, subject)).toBe(passes(apart, subject));
      expect(passes(both, [subject, data])).toBe(passes(apart, [subject, data]));
    }),
    { numRuns: 500 },
  );
});

test('numeric agrees with arithmetic', () => {
  const cents = fc.integer({ min: -1e9, max: 1e9 }).map((hundredths) => hundredths / 100);
  fc.assert(
    fc.property(cents, cents, (bound, x) => {
      const holds = (operator: string) =>
        passes({ data: { x: [{ numeric: [operator, bound] }] } }, { x });
      expect(['=', '<', '<=', '>', '>='].map(holds)).toEqual([
        x === bound,
        x < bound,
        x <= bound,
        x > bound,
        x >= bound,
      ]);
    }),
  );
});

test('parsing throws nothing but FilterPatternError', () => {
  const almost = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((json) => `{"data":{"x":${json}}}`),
    fc.tuple(fields, fc.nat(), fc.string()).map(([data, at, piece]) => {
      const json = JSON.stringify({ data });
      return json.slice(0, at % json.length) + piece + json.slice((at % json.length) + 1);
    }),
    fc.nat(5000).map((depth) => '{"data":'.repeat(depth)),
    fc.nat(5000).map((depth) => `${'{"a":'.repeat(depth)}[1]${'}'.repeat(depth)}`),
  );
  fc.assert(
    fc.property(almost, (pattern) => {
      try {
        parseFilterCriteria([pattern]);
      } catch (error) {
        expect(error).toBeInstanceOf(FilterPatternError);
      }
    }),
    { numRuns: 1000 },
  );
});

test('matching never throws', () => {
  const data = fc.oneof(
    fc.uint8Array(),
    fc.string().map((string) => Buffer.from(string)),
    fc.json().map((json) => Buffer.from(json)),
    fc.nat(5000).map((depth) => Buffer.from('['.repeat(depth) + ']'.repeat(depth))),
  );
  fc.assert(
    fc.property(fields, data, (pattern, bytes) => {
      const filter = parseFilterCriteria([JSON.stringify({ data: pattern })]);
      expect(typeof filter.matches(recordOf(bytes))).toBe('boolean');
    }),
    { numRuns: 500 },
  );
});
