import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Fetches a package from npm into a folder of its own, without running its install scripts.
 *
 * @returns where its files are, or undefined when it cannot be had
 */
export function fetchPackage(folder, { name, version }) {
  const prefix = join(folder, name);
  mkdirSync(prefix);
  writeFileSync(join(prefix, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--prefix', prefix, '--ignore-scripts', '--no-package-lock'];
  const { status } = spawnSync('npm', [...args, `${name}@${version}`], {
    cwd: prefix,
    stdio: 'ignore',
    timeout: 120_000,
  });
  return status === 0 ? join(prefix, 'node_modules', name) : undefined;
}

/** Whether Python has a package. */
export function hasPythonModule(name) {
  return spawnSync('python3', ['-c', `import ${name}`], { stdio: 'ignore' }).status === 0;
}
