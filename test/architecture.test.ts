import { expect, test } from 'vitest';
import {
  downloadAddresses,
  installScripts,
  leftOut,
  listFiles,
  machinePaths,
  NEEDS_NO_INSTALL_SCRIPT,
  readSources,
  readText,
} from './architecture-repository.ts';
import { RULES } from './architecture-rules.ts';

const sources = readSources();
const lockFile = JSON.parse(readText('package-lock.json'));

test.each(Object.entries(RULES))('%s', (_, breaches) => {
  expect(breaches(sources)).toEqual([]);
});

test('nothing names a folder of one machine', () => {
  expect(listFiles().flatMap((path) => machinePaths(path, readText(path)))).toEqual([]);
});

test('the lock file records no download addresses', () => {
  expect(downloadAddresses(lockFile)).toEqual([]);
});

test('the running product needs no install script', () => {
  expect(installScripts(lockFile).sort()).toEqual(Object.keys(NEEDS_NO_INSTALL_SCRIPT).sort());
});

test('the lock file holds every package that it names (else: node scripts/complete-lock.mjs)', () => {
  expect(leftOut(lockFile)).toEqual([]);
});
