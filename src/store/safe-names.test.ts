import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeFolder } from './safe-names.ts';

test('folders that are missing are made, and the first of them is told', () => {
  const top = mkdtempSync(join(tmpdir(), 'sluicebox-names-'));
  onTestFinished(() => rmSync(top, { recursive: true }));
  const wanted = join(top, 'one', 'two', 'three');
  expect(makeFolder(wanted)).toBe(join(top, 'one'));
  expect(statSync(wanted).isDirectory()).toBe(true);
  expect(makeFolder(wanted)).toBeUndefined();
  writeFileSync(join(top, 'file'), '');
  expect(() => makeFolder(join(top, 'file', 'below'))).toThrow('ENOTDIR');
});

test.runIf(process.platform === 'linux')('a folder that the system cannot make is refused', () => {
  expect(() => makeFolder('/proc/sluicebox/data')).toThrow('ENOENT');
});
