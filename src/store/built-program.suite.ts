import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Builds a program, to be run as a process of its own; answers where it is. */
export async function builtProgram(source: URL): Promise<string> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'sluicebox-program-')), 'program.mjs');
  const modules = new URL('../../node_modules', import.meta.url).pathname;
  await build({
    entryPoints: [source.pathname],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    plugins: [
      {
        name: 'the packages of this project',
        setup: (all) =>
          all.onResolve({ filter: /^(lmdb|msgpackr)$/ }, ({ path }) => ({
            path: `file://${modules}/${path}/${path === 'lmdb' ? 'index.js' : 'node-index.js'}`,
            external: true,
          })),
      },
    ],
  });
  return outfile;
}
