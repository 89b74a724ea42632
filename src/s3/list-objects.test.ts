import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { SCOPE, startBuckets } from './buckets.suite.ts';
import type { ListOptions } from './list-objects.ts';

let world: ReturnType<typeof startBuckets>;
beforeEach(async () => {
  world = startBuckets();
  await world.buckets.createBucket(SCOPE, 'failures');
});

const put = async (...keys: string[]) => {
  for (const key of keys)
    await world.buckets.putObject(SCOPE, 'failures', { key, bytes: Buffer.from('x') });
};
const list = (options: ListOptions = {}) => {
  const { objects, ...rest } = world.buckets.listObjects(SCOPE, 'failures', options);
  return { keys: objects.map(({ key }) => key), ...rest };
};

describe('listing', () => {
  test('keys stand in the order of their UTF-8 bytes', async () => {
    await put('b', 'é', 'a/b', 'B', '😀', 'a', '\uffff');
    expect(list().keys).toEqual(['B', 'a', 'a/b', 'b', 'é', '\uffff', '😀']);
  });

  test('a delimiter rolls up what follows it, past the prefix', async () => {
    await put('aws/1', 'aws/2/3', 'aws/2/4', 'aws/5', 'b');
    expect(list({ delimiter: '/' })).toEqual({
      keys: ['b'],
      commonPrefixes: ['aws/'],
      next: undefined,
    });
    expect(list({ delimiter: '/', prefix: 'aws/' })).toMatchObject({
      keys: ['aws/1', 'aws/5'],
      commonPrefixes: ['aws/2/'],
    });
  });

  test('a listing goes on behind a key, and behind a common prefix', async () => {
    await put('a', 'b/1', 'b/2', 'c');
    const first = list({ delimiter: '/', maxKeys: 2 });
    expect(first).toEqual({ keys: ['a'], commonPrefixes: ['b/'], next: 'b/' });
    const second = list({ delimiter: '/', after: 'b/' });
    expect(second).toEqual({ keys: ['c'], commonPrefixes: [], next: undefined });
    expect(list({ after: 'b/1' }).keys).toEqual(['b/2', 'c']);
  });

  test('nothing is asked for, nothing is more', async () => {
    await put('a');
    expect(list({ maxKeys: 0 })).toEqual({ keys: [], commonPrefixes: [], next: undefined });
  });

  test.each([{ prefix: 'a\0' }, { after: 'a'.repeat(1025) }, { maxKeys: -1 }, { maxKeys: 0.5 }])(
    '%j cannot be',
    (options) => {
      expect(() => list(options)).toThrow(expect.objectContaining({ code: 'InvalidArgument' }));
    },
  );
});

test('pages of any size are together what is there', async () => {
  const key = fc.string({
    unit: fc.constantFrom('a', 'b', '/', 'é', '😀'),
    minLength: 1,
    maxLength: 6,
  });
  const options = fc.record({
    keys: fc.uniqueArray(key, { maxLength: 12 }),
    prefix: fc.constantFrom('', 'a', 'a/', '/'),
    delimiter: fc.constantFrom('', '/', 'b', 'a/'),
    maxKeys: fc.integer({ min: 1, max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(options, async ({ keys, prefix, delimiter, maxKeys }) => {
      world = startBuckets();
      await world.buckets.createBucket(SCOPE, 'failures');
      await put(...keys);
      const items: string[] = [];
      let after: string | undefined;
      do {
        const page = list({ prefix, delimiter, maxKeys, after });
        items.push(...page.keys, ...page.commonPrefixes);
        after = page.next;
      } while (after !== undefined);
      const matching = keys.filter((text) => text.startsWith(prefix));
      expect(items.sort()).toEqual([...new Set(matching.map(rolledUp))].sort());

      function rolledUp(text: string): string {
        const at = delimiter === '' ? -1 : text.indexOf(delimiter, prefix.length);
        return at < 0 ? text : text.slice(0, at + delimiter.length);
      }
    }),
  );
});
