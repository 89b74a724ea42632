import { describe, expect, test } from 'vitest';
import { LAYERS, mayImport } from './architecture-layers.ts';
import {
  downloadAddresses,
  installScripts,
  leftOut,
  machinePaths,
} from './architecture-repository.ts';
import { RULES } from './architecture-rules.ts';
import { readSource } from './architecture-source.ts';

/** What a rule says of some files, given as their texts by path. */
function breaches(rule: string, files: Readonly<Record<string, string>>): string[] {
  const check = RULES[rule];
  if (!check) throw new Error(`There is no rule '${rule}'.`);
  return check(Object.entries(files).map(([path, text]) => readSource(path, text)));
}

describe('layers', () => {
  test.each([
    ['src/kinesis/shard.ts', 'src/clock/clock.ts'],
    ['src/kinesis/shard.ts', 'src/kinesis/record.ts'],
    ['src/api/kinesis/put-records.ts', 'src/kinesis/streams.ts'],
    ['src/api/kinesis/put-records.ts', 'src/api/operation.ts'],
    ['src/api/lambda/create-event-source-mapping.ts', 'src/event-source-mapping/mappings.ts'],
    ['src/gateway/listener.ts', 'src/api/operation.ts'],
    ['src/app/world.ts', 'src/api/sqs/service.ts'],
    ['src/wire/shape.test.ts', 'src/store/memory-store.ts'],
    ['test/scenarios/poison-pill.test.ts', 'src/app/world.ts'],
  ])('%s may import %s', (from, to) => {
    expect(mayImport(from, to)).toBe(true);
  });

  test.each([
    ['src/clock/clock.ts', 'src/aws/arn.ts'],
    ['src/kinesis/shard.ts', 'src/sqs/queue.ts'],
    ['src/kinesis/shard.ts', 'src/wire/shape.ts'],
    ['src/event-source-mapping/decide.ts', 'src/store/store.ts'],
    ['src/event-source-mapping/decide.ts', 'src/observe/events.ts'],
    ['src/api/kinesis/put-records.ts', 'src/api/sqs/errors.ts'],
    ['src/api/operation.ts', 'src/api/kinesis/service.ts'],
    ['src/gateway/listener.ts', 'src/kinesis/streams.ts'],
    ['src/cli/up.ts', 'src/gateway/listener.ts'],
    ['src/app/world.ts', 'src/cli/up.ts'],
    ['src/app/world.ts', 'test/scenarios/record.ts'],
  ])('%s may not import %s', (from, to) => {
    expect(mayImport(from, to)).toBe(false);
  });

  test('the engine may know the types of events, and no more of them', () => {
    const path = 'src/event-source-mapping/ports.ts';
    const rule = 'imports point down the table of layers';
    const types = `import type { Events } from '../observe/events.ts';`;
    expect(breaches(rule, { [path]: types })).toEqual([]);
    const more = `import { Events } from '../observe/events.ts';`;
    expect(breaches(rule, { [path]: more })).toEqual([`${path}:1: imports src/observe/events.ts`]);
  });

  test('the table names only folders that it has', () => {
    const named = Object.values(LAYERS)
      .flat()
      .map((name) => name.replace('types of ', ''));
    expect(named.filter((name) => name !== 'api/*' && !(name in LAYERS))).toEqual([]);
  });

  test.each(['src/misc/x.ts', 'src/api/dynamodb/x.ts', 'src/forgotten.ts'])(
    '%s has no place in the table',
    (path) => {
      const rule = 'every folder of src/ has its place in the table of layers';
      expect(breaches(rule, { [path]: '' })).toEqual([path.replace(/\/?x?\.ts$/, '')]);
    },
  );

  test.each([
    `import { put } from '../sqs/queue.ts';`,
    `import type { Queue } from '../sqs/queue.ts';`,
    `export { put } from '../sqs/queue.ts';`,
    `export type Queue = import('../sqs/queue.ts').Queue;`,
    `const { put } = await import('../sqs/queue.ts');`,
  ])('%s is an import', (text) => {
    const rule = 'imports point down the table of layers';
    expect(breaches(rule, { 'src/kinesis/shard.ts': `\n${text}` })).toEqual([
      'src/kinesis/shard.ts:2: imports src/sqs/queue.ts',
    ]);
  });
});

test('a cycle is found, and its way is told', () => {
  const files = {
    'src/sqs/a.ts': `import { b } from './b.ts';`,
    'src/sqs/b.ts': `import type { C } from './c.ts';`,
    'src/sqs/c.ts': `export { a } from './a.ts';`,
    'src/sqs/d.ts': `import { a } from './a.ts';`,
  };
  const rule = 'no file imports itself by way of others';
  expect(breaches(rule, files)).toEqual([
    'src/sqs/a.ts → src/sqs/b.ts → src/sqs/c.ts → src/sqs/a.ts',
  ]);
  expect(breaches(rule, { ...files, 'src/sqs/c.ts': '' })).toEqual([]);
});

test('the product does not import its tests', () => {
  const files = { 'src/store/store.ts': `import './store.suite.ts';` };
  expect(breaches('only what ships is imported by what ships', files)).toHaveLength(1);
});

test('the pattern does not import the product', () => {
  const files = { 'pattern/consumer/app.ts': `import '../../src/clock/clock.ts';` };
  expect(breaches('the pattern stands alone', files)).toHaveLength(1);
});

describe('time and chance', () => {
  const rule = 'time and chance are given, not taken';
  const path = 'src/kinesis/shard.ts';

  test.each([
    ['const now = Date.now();', 'Date.now'],
    ['const now = Date.now;', 'Date.now'],
    ['const now = globalThis.Date.now();', 'Date.now'],
    ['const now = new Date();', 'Date()'],
    ['const now = Date();', 'Date()'],
    ['setTimeout(() => {}, 1);', 'setTimeout'],
    ['globalThis.setInterval(() => {}, 1);', 'globalThis.setInterval'],
    ['const wait = { setTimeout };', 'setTimeout'],
    [`import { setTimeout } from 'node:timers/promises';`, 'setTimeout'],
    [`import { randomUUID } from 'node:crypto';`, 'randomUUID'],
    ['const id = crypto.randomUUID();', 'crypto.randomUUID'],
    ['const chance: number = Math.random();', 'Math.random'],
    ['const at = performance.now();', 'performance.now'],
  ])('%s takes one of them', (text, name) => {
    expect(breaches(rule, { [path]: text })).toContain(`${path}:1: takes ${name}`);
  });

  test.each([
    'const date = new Date(atMs);',
    '// Date.now() and setTimeout are not used',
    `const text = 'Math.random() new Date()';`,
    'socket.setTimeout(0);',
    'const mySetTimeout = clock.now();',
    'const options = { setTimeout: 1 };',
    'const day = updateDate();',
  ])('%s takes none', (text) => {
    expect(breaches(rule, { [path]: text })).toEqual([]);
  });

  test.each(['src/clock/system-clock.ts', 'src/lambda/bootstrap/node.mjs', 'test/x.test.ts'])(
    '%s may take them',
    (allowed) => {
      expect(breaches(rule, { [allowed]: 'Date.now();' })).toEqual([]);
    },
  );
});

describe('size', () => {
  const statements = (count: number) => 'x();\n'.repeat(count);

  test('a file of 400 lines passes, one of 401 does not', () => {
    const rule = 'a file holds one idea';
    expect(breaches(rule, { 'src/sqs/a.ts': statements(400) })).toEqual([]);
    expect(breaches(rule, { 'src/sqs/a.ts': statements(401) })).toEqual([
      'src/sqs/a.ts: has 401 lines',
    ]);
  });

  test.each([
    ['function f() {\n', '}'],
    ['const f = () => {\n', '};'],
    ['class A { f() {\n', '} }'],
  ])('%j … of 70 lines passes, of 71 it does not', (head, tail) => {
    const rule = 'a function fits on a page';
    const file = (lines: number) => ({ 'src/sqs/a.ts': head + statements(lines - 2) + tail });
    expect(breaches(rule, file(70))).toEqual([]);
    expect(breaches(rule, file(71))).toEqual(['src/sqs/a.ts:1: has 71 lines']);
  });

  test('a function that holds tests may be as long as they are', () => {
    const text = `describe('it', () => {\n${statements(80)}test.each([1])('%s', f);\n});`;
    expect(breaches('a function fits on a page', { 'src/sqs/a.test.ts': text })).toEqual([]);
  });
});

describe('exports and names', () => {
  test.each(['export default 1;', 'const a = 1;\nexport { a as default };'])('%j', (text) => {
    const rule = 'a thing has one name: no default exports';
    expect(breaches(rule, { 'src/sqs/a.ts': text })).toHaveLength(1);
    expect(breaches(rule, { 'src/sqs/a.ts': 'export const a = 1;' })).toEqual([]);
  });

  test.each([`export * from './b.ts';`, `export * as b from './b.ts';`])('%s', (text) => {
    const rule = 'an export says what it exports: no export *';
    expect(breaches(rule, { 'src/sqs/a.ts': text })).toHaveLength(1);
    expect(breaches(rule, { 'src/sqs/a.ts': `export { b } from './b.ts';` })).toEqual([]);
  });

  test.each([
    ['src/utils/text.ts', 1],
    ['src/sqs/util/text.ts', 1],
    ['src/sqs/interfaces.ts', 1],
    ['src/sqs/utilization.ts', 0],
  ])('%s: %d', (path, count) => {
    const rule = 'a folder says what is in it: no utils';
    expect(breaches(rule, { [path]: '' })).toHaveLength(count);
  });
});

describe('the repository', () => {
  const folder = ['', 'work', 'main'].join('/');

  test.each([
    [`see ${folder}/x.ts`, 1],
    [`"${folder}/x.ts"`, 1],
    [`file://${folder}/x`, 1],
    ['see src/work/x.ts', 0],
    ['/var/task/index.mjs', 0],
  ])('%s: %d', (text, count) => {
    expect(machinePaths('README.md', text)).toHaveLength(count);
  });

  test('a download address in the lock file is found', () => {
    const packages = { 'node_modules/a': { resolved: 'somewhere' }, 'node_modules/b': {} };
    expect(downloadAddresses({ packages })).toEqual(['node_modules/a']);
  });

  test('an install script counts when the running product has it', () => {
    const packages = {
      'node_modules/a': { hasInstallScript: true },
      'node_modules/b/node_modules/@c/d': { hasInstallScript: true },
      'node_modules/e': { hasInstallScript: true, dev: true },
      'node_modules/f': {},
    };
    expect(installScripts({ packages })).toEqual(['a', '@c/d']);
  });

  test('finds packages that are named and left out', () => {
    const packages = {
      '': { optionalDependencies: { there: '1', gone: '1' } },
      'node_modules/there': { optionalDependencies: { nested: '1' } },
      'node_modules/there/node_modules/nested': {},
    };
    expect(leftOut({ packages })).toEqual(['gone']);
  });
});
