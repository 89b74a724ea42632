import { mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { folderWith, type Prepared, prepare, writeFiles } from './prepared.suite.ts';

const ESBUILD = { build: { method: 'esbuild', properties: { Minify: false } } };
/** Longer than changes are gathered for. */
const GATHERED_MS = 1000;

function watched({ code, clock }: Prepared, onChange = vi.fn()) {
  onTestFinished(code.watch(onChange));
  return {
    onChange,
    /** Goes on once the system has told of a change. */
    async settle() {
      await vi.waitFor(() => expect(clock.nextDueMs()).toBeDefined());
      clock.advance(GATHERED_MS);
    },
  };
}

test('a change of code that runs in place is told once', async () => {
  const folder = folderWith({ 'src/app.py': 'one', 'src/lib/part.py': 'one' });
  const prepared = await prepare(folder, { runtime: 'python3.12' });
  const { onChange, settle } = watched(prepared);
  writeFiles(folder, { 'src/lib/part.py': 'two', 'src/app.py': 'two' });
  await settle();
  expect(onChange).toHaveBeenCalledTimes(1);
});

test('a folder that came later is watched too, and what Python leaves behind is not', async () => {
  const folder = folderWith({ 'src/app.py': 'one', 'src/__pycache__/app.pyc': '' });
  const prepared = await prepare(folder, { runtime: 'python3.12' });
  const { onChange, settle } = watched(prepared);
  writeFiles(folder, { 'src/later/part.py': 'one' });
  await settle();
  writeFiles(folder, { 'src/__pycache__/app.pyc': 'x', 'src/later/part.py': 'two' });
  await settle();
  expect(onChange).toHaveBeenCalledTimes(2);
});

test('a change of what is bundled is bundled before it is told', async () => {
  const folder = folderWith({
    'src/app.ts': "import { v } from './v.ts';\nexport const handler = () => v;",
    'src/v.ts': "export const v = 'before';",
  });
  const prepared = await prepare(folder, ESBUILD);
  const { onChange, settle } = watched(prepared);
  writeFiles(folder, { 'src/v.ts': "export const v = 'after';" });
  await settle();
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1));
  const text = readFileSync(join(prepared.code.codeDirectory, 'app.js'), 'utf8');
  expect(text).toContain('after');
});

test('a mistake is told, and the last code that was right stays', async () => {
  const folder = folderWith({ 'src/app.ts': "export const handler = () => 'right';" });
  const prepared = await prepare(folder, ESBUILD);
  const { onChange, settle } = watched(prepared);
  writeFiles(folder, { 'src/app.ts': 'export const handler = ;' });
  await settle();
  await vi.waitFor(() => expect(prepared.warnings).toHaveLength(1));
  expect(prepared.warnings[0]).toMatch(/app\.ts:1:24: Unexpected ";"\nThe last code/);
  expect(onChange).not.toHaveBeenCalled();
  const file = join(prepared.code.codeDirectory, 'app.js');
  expect(readFileSync(file, 'utf8')).toContain('right');

  writeFiles(folder, { 'src/app.ts': "export const handler = () => 'right again';" });
  await settle();
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1));
  expect(readFileSync(file, 'utf8')).toContain('right again');
});

test('after stopping, no change is told', async () => {
  const folder = folderWith({ 'src/app.js': '' });
  const { code, clock } = await prepare(folder);
  const onChange = vi.fn();
  const stop = code.watch(onChange);
  writeFiles(folder, { 'src/app.js': 'changed' });
  await vi.waitFor(() => expect(clock.nextDueMs()).toBeDefined());
  stop();
  expect(clock.nextDueMs()).toBeUndefined();
  clock.advance(GATHERED_MS);
  expect(onChange).not.toHaveBeenCalled();
});

test('a folder that goes away and comes back is told when it is back', async () => {
  const folder = folderWith({ 'deep/.code/src/app.js': 'one', 'deep/.code/src/lib/part.js': '' });
  const prepared = await prepare(folder, { code: { uri: 'deep/.code/src' } });
  const { onChange, settle } = watched(prepared);
  rmSync(join(folder, 'deep'), { recursive: true });
  await settle();
  expect(onChange).not.toHaveBeenCalled();
  expect(prepared.warnings).toEqual([
    `Consumer: The code ${join(folder, 'deep/.code/src')} is gone; ` +
      'what was loaded goes on until it is back.',
  ]);

  mkdirSync(join(folder, 'deep'));
  await settle();
  writeFiles(folder, { 'deep/.code/src/app.js': 'two' });
  await settle();
  expect(onChange).toHaveBeenCalledTimes(1);
  expect(prepared.warnings).toHaveLength(1);

  writeFiles(folder, { 'deep/.code/src/app.js': 'three' });
  await settle();
  expect(onChange).toHaveBeenCalledTimes(2);
});

test.each([
  ['removed', (src: string) => rmSync(src, { recursive: true })],
  ['moved away', (src: string) => renameSync(src, `${src}.before`)],
])('a folder that is %s and made again at once is watched again', async (_, away) => {
  const folder = folderWith({ 'src/app.js': 'one' });
  const prepared = await prepare(folder);
  const { onChange, settle } = watched(prepared);
  away(join(folder, 'src'));
  writeFiles(folder, { 'src/app.js': 'two' });
  await settle();
  writeFiles(folder, { 'src/app.js': 'three' });
  await settle();
  expect(onChange).toHaveBeenCalledTimes(2);
});

test('what happens beside a folder that is gone is not told', async () => {
  const folder = folderWith({ 'src/app.js': 'one' });
  const prepared = await prepare(folder);
  const { settle } = watched(prepared);
  rmSync(join(folder, 'src'), { recursive: true });
  await settle();
  writeFiles(folder, { 'other.js': '', 'src.txt': '' });
  // What is heard comes in the order in which it happened.
  writeFiles(folder, { 'src/app.js': 'two' });
  await settle();
  expect(prepared.warnings).toHaveLength(1);
});

test('the folder of what is bundled can go away too', async () => {
  const folder = folderWith({ 'src/app.ts': "export const handler = () => 'one';" });
  const prepared = await prepare(folder, ESBUILD);
  const { onChange, settle } = watched(prepared);
  rmSync(join(folder, 'src'), { recursive: true });
  await settle();
  await vi.waitFor(() => expect(prepared.warnings).toHaveLength(1));
  expect(prepared.warnings[0]).toMatch(/No entry point in .*\nThe last code/);
  writeFiles(folder, { 'src/app.ts': "export const handler = () => 'two';" });
  await settle();
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(1));
});

test.each([
  ['runs in place', {}, 'src/app.js'],
  ['is bundled', ESBUILD, 'src/app.ts'],
])('a callback that fails is told, when the code %s', async (_, parts, file) => {
  const code = (result: string) => ({ [file]: `export const handler = () => '${result}';` });
  const folder = folderWith(code('one'));
  const prepared = await prepare(folder, parts);
  const onChange = vi
    .fn()
    .mockImplementationOnce(() => {
      throw new Error('there is no such function');
    })
    .mockRejectedValueOnce('no error at all');
  const { settle } = watched(prepared, onChange);
  for (const [index, text] of ['there is no such function', 'no error at all'].entries()) {
    writeFiles(folder, code(text));
    await settle();
    const warning = `Consumer: A change of the code was not taken over: ${text}`;
    await vi.waitFor(() => expect(prepared.warnings[index]).toBe(warning));
  }
  writeFiles(folder, code('three'));
  await settle();
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledTimes(3));
  expect(prepared.warnings).toHaveLength(2);
});
