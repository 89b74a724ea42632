import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { UNZIPPED_BYTES, unzip } from './unzip.ts';
import { file, zipOf } from './zip.suite.ts';

const GARBAGE = 'Could not unzip uploaded file. Please check your file, then try to upload again.';

/** A folder within a folder, of which the outer one must stay as it is. */
function place() {
  const outer = mkdtempSync(join(tmpdir(), 'sluicebox-test-'));
  onTestFinished(() => rmSync(outer, { recursive: true, force: true }));
  const folder = join(outer, 'code');
  mkdirSync(folder);
  const files = () => readdirSync(folder, { recursive: true }).map(String).sort();
  return { outer, folder, files, read: (name: string) => readFileSync(join(folder, name), 'utf8') };
}

const refusal = (message: string) => ({ code: 'InvalidParameterValueException', message });

test('files, folders and what may be run come out as they went in', async () => {
  const { folder, files, read } = place();
  const zip = zipOf(
    file('index.js', 'a'),
    file('./lib//deep/b.txt', 'b'.repeat(100_000)),
    { name: 'empty/', mode: 0o040755 },
    { name: 'bootstrap', content: '#!/bin/sh', mode: 0o100755, method: 0 },
    { name: 'nothing', content: '' },
    { name: 'of-windows', host: 0, mode: 0o777 },
  );
  await unzip(zip, folder);
  expect(files()).toEqual(
    [
      ...['bootstrap', 'empty', 'index.js', 'lib', 'lib/deep', 'lib/deep/b.txt', 'nothing'],
      'of-windows',
    ].sort(),
  );
  expect(read('lib/deep/b.txt')).toHaveLength(100_000);
  expect(read('nothing')).toBe('');
  const mayRun = (name: string) => (statSync(join(folder, name)).mode & 0o111) !== 0;
  expect(['bootstrap', 'index.js', 'of-windows'].map(mayRun)).toEqual([true, false, false]);
});

test.each([
  ['a path that leaves the folder', file('../escaped')],
  ['one that leaves it deeper', file('a/../../escaped')],
  ['an absolute path', file('/tmp/escaped')],
  ['a drive letter', file('C:escaped')],
  ['a backslash', file('..\\escaped')],
  ['a NUL', file('a\0b')],
  ['a name that is too long', file('x'.repeat(300))],
  ['a path that is too deep', file(`${'a/'.repeat(100)}b`)],
  ['a symbolic link', { name: 'link', content: '/etc/passwd', mode: 0o120777 }],
  ['a device', { name: 'device', mode: 0o020666 }],
  ['an encrypted file', { ...file('a'), flags: 1 }],
  ['an unknown method', { ...file('a'), method: 12 }],
  ['a wrong checksum', { ...file('a'), crc: 7 }],
  ['a size that is too small', { ...file('a', 'x'.repeat(1000)), size: 10 }],
  ['a size of 0', { ...file('a', 'x'), size: 0 }],
  ['a size that is too large', { ...file('a', 'x'), size: 1000 }],
  ['a stored file of another size', { ...file('a', 'x'), method: 0, size: 1000 }],
])('%s is refused, and nothing is outside', async (_, hostile) => {
  const { outer, folder } = place();
  await expect(unzip(zipOf(hostile), folder)).rejects.toMatchObject(refusal(GARBAGE));
  expect(readdirSync(outer)).toEqual(['code']);
});

test.each([
  ['the same file twice', [file('a'), file('a')]],
  ['the same file by another spelling', [file('a/b'), file('a/./b')]],
  ['a file that is a folder too', [file('a'), file('a/b')]],
  ['a folder that is a file too', [file('a/b'), file('a')]],
])('%s is refused', async (_, files) => {
  const { folder } = place();
  await expect(unzip(zipOf(...files), folder)).rejects.toMatchObject(refusal(GARBAGE));
});

test('a bomb is refused before it goes off, by what it says and by what it does', async () => {
  const text = `Unzipped size must be smaller than ${UNZIPPED_BYTES} bytes`;
  const zeros = Buffer.alloc(40_000_000);
  const { folder } = place();
  const honest = Array.from({ length: 7 }, (_, index) => file(`f${index}`, zeros));
  await expect(unzip(zipOf(...honest), folder)).rejects.toMatchObject(refusal(text));
  const lying = { ...file('f', zeros), size: 1000 };
  await expect(unzip(zipOf(lying), folder)).rejects.toMatchObject(refusal(GARBAGE));
  expect(readdirSync(folder)).toEqual([]);
});

test('a few bytes cannot make folders without end', async () => {
  const { folder } = place();
  const deep = (index: number) => file(`${index}/${'a/'.repeat(95)}b`, 'x');
  const files = Array.from({ length: 1100 }, (_, index) => deep(index));
  const text = 'A package may have 100000 files and folders at most.';
  await expect(unzip(zipOf(...files), folder)).rejects.toMatchObject(refusal(text));
  expect(readdirSync(folder)).toEqual([]);
});

test('an archive without a file is refused', async () => {
  const { folder } = place();
  const empty = refusal('Uploaded file must be a non-empty zip');
  await expect(unzip(zipOf(), folder)).rejects.toMatchObject(empty);
  await expect(unzip(zipOf({ name: 'a/', mode: 0 }), folder)).rejects.toMatchObject(empty);
});

test('a comment may follow, other bytes may not', async () => {
  const { folder, files } = place();
  const zip = zipOf(file('a'));
  const comment = Buffer.from('about it');
  const commented = Buffer.concat([zip, comment]);
  commented.writeUInt16LE(comment.length, zip.length - 2);
  await unzip(commented, folder);
  expect(files()).toEqual(['a']);
  const trailing = Buffer.concat([zip, comment]);
  await expect(unzip(trailing, place().folder)).rejects.toMatchObject(refusal(GARBAGE));
});

test('bytes that were changed anywhere are unpacked or refused, and never leave the folder', async () => {
  const zip = zipOf(file('index.js', 'hello '.repeat(50)), file('lib/a', 'b'));
  const { outer, folder } = place();
  const change = fc.tuple(fc.nat(zip.length - 1), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      const changed = Buffer.from(zip);
      for (const [at, byte] of changes) changed[at] = byte;
      await unzip(changed, folder).catch(({ message }) => {
        expect(message).toMatch(/unzip|non-empty|smaller than/);
      });
      expect(readdirSync(outer)).toEqual(['code']);
    }),
    { numRuns: 300 },
  );
});

test('garbage is refused', async () => {
  const { folder } = place();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      await expect(unzip(bytes, folder)).rejects.toMatchObject(refusal(GARBAGE));
    }),
    { numRuns: 200 },
  );
});
