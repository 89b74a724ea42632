// Builds dist/: compiles src/, and copies beside it the files that run as they are (the sandboxes'
// bootstraps). dist/ is made anew each time, so that nothing deleted from src/ lives on in it.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });
const compiler = spawnSync(
  process.execPath,
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
  {
    stdio: 'inherit',
  },
);
if (compiler.status !== 0) process.exit(compiler.status ?? 1);
cpSync('src', 'dist', {
  recursive: true,
  filter: (path) => statSync(path).isDirectory() || /\.(mjs|py)$/.test(path),
});

// The command is one file for Node.js to find, read and link: three hundred took half of its start.
const { metafile } = await build({
  entryPoints: ['dist/cli/main.js'],
  outdir: 'dist/cli',
  allowOverwrite: true,
  bundle: true,
  splitting: true,
  // Beside the command, because what it reads besides is found from where it stands.
  chunkNames: '[name]-[hash]',
  format: 'esm',
  platform: 'node',
  packages: 'external',
  logLevel: 'warning',
  metafile: true,
});
for (const name of readdirSync('dist/cli', { recursive: true })) {
  const path = join('dist/cli', name);
  if (statSync(path).isFile() && !(path in metafile.outputs)) rmSync(path);
}
