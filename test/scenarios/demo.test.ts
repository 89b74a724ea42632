import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, run, sluicebox, temporaryFolder } from '../running.ts';

test('the demo shows the poison pill isolated, and exits 0', async () => {
  const { status, stdout } = await sluicebox(['demo', '--once', '--ephemeral', '--port', '0']);
  expect(stdout).toContain('⊘ given up after 6 attempts → AnomalyDataQueue');
  expect(stdout).toContain('"condition": "RetryAttemptsExhausted"');
  expect(stdout).toContain('"AtomicMass": "10.81"');
  expect(status).toBe(0);
});

test('the demo exits 1 when what it observes is not what the pattern promises', async () => {
  using folder = temporaryFolder();
  for (const part of ['dist', 'pattern', 'package.json']) {
    cpSync(join(ROOT, part), join(folder.path, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
  const template = join(folder.path, 'pattern/template.yaml');
  const weakened = readFileSync(template, 'utf8').replace('Attempts: 5', 'Attempts: 2');
  writeFileSync(template, weakened);

  const main = join(folder.path, 'dist/cli/main.js');
  const args = [main, 'demo', '--once', '--ephemeral', '--port', '0'];
  const { status, stdout } = await run(process.execPath, args);
  expect(stdout).toContain('✗ Not as it should be');
  expect(status).toBe(1);
});
