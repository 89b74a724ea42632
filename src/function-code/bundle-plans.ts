import { readFile } from 'node:fs/promises';
import { dirname, join, parse, posix } from 'node:path';
import type { BuildOptions } from 'esbuild';
import { entryPoints, esbuildOptions } from './build-properties.ts';
import { insideCode } from './code-directory.ts';
import { CodeError } from './code-error.ts';
import { firstFile } from './handler-file.ts';

/** Files to bundle by the path that each has in the output, and how. */
export interface BundlePlan {
  readonly entries: readonly { readonly in: string; readonly out: string }[];
  readonly options: BuildOptions;
}

/** Which function to bundle. */
export interface Source {
  /** The folder of the code. */
  readonly directory: string;
  /** The handler's module: `src/app`. */
  readonly module: string;
}

/** The endings that SAM tries for an entry point without one, in its order. */
const ENDINGS = ['.ts', '.js'];

/**
 * What `sam build` does for a function with the BuildMethod esbuild. It writes the files below
 * their common folder, and changes a handler that is not found there to the file's bare name; here
 * that file gets the handler's own path instead, which comes to the same.
 */
export async function samBundle(
  { directory, module }: Source,
  properties: Readonly<Record<string, unknown>>,
): Promise<BundlePlan> {
  const named = entryPoints(properties) ?? [module];
  if (named.length === 0) throw new CodeError('BuildFailed', 'BuildProperties: no EntryPoints.');
  const files = await Promise.all(named.map((name) => entryFile(name, directory)));
  const common = commonFolder(files.map((file) => posix.dirname(file)));
  const entries = files.map((file) => {
    const stem = withoutEnding(file);
    return { in: file, out: stem === module ? module : posix.relative(common, stem) };
  });
  return { entries, options: esbuildOptions(properties) };
}

async function entryFile(name: string, directory: string): Promise<string> {
  const normal = posix.normalize(name.replaceAll('\\', '/'));
  await insideCode(normal, directory);
  const candidates = parse(normal).ext ? [normal] : ENDINGS.map((ending) => normal + ending);
  const file = await firstFile(candidates, directory);
  if (file) return file;
  const looked = candidates.join(', ');
  throw new CodeError('HandlerMissing', `No entry point in ${directory}; looked for ${looked}.`);
}

const withoutEnding = (file: string) => file.slice(0, file.length - parse(file).ext.length);

/** The deepest folder that all of them are in; `''` when that is the root. */
function commonFolder(folders: readonly string[]): string {
  const [first = '', ...rest] = folders;
  const parts = first.split('/');
  for (const folder of rest) {
    const other = folder.split('/');
    const same = parts.findIndex((part, index) => part !== other[index]);
    if (same >= 0) parts.length = same;
  }
  return parts.join('/');
}

/**
 * What is done for TypeScript without a BuildMethod: what its author most likely means. `sam build`
 * would copy it as it is, and the function would fail on AWS.
 */
export async function plainBundle(
  { directory, module }: Source,
  { source, runtime }: { source: string; runtime: string },
): Promise<BundlePlan> {
  const format = await moduleFormat(source, directory);
  const asked = Number(/\d+/.exec(runtime)?.[0]);
  const here = Number(process.versions.node.split('.')[0]);
  return {
    entries: [{ in: source, out: module }],
    options: {
      format,
      sourcemap: 'linked',
      target: `node${Math.min(asked, here)}`,
      ...(format === 'esm' && { outExtension: { '.js': '.mjs' }, banner: { js: REQUIRE_IN_ESM } }),
    },
  };
}

/** Lets packages that are CommonJS be part of an ECMAScript module. */
const REQUIRE_IN_ESM =
  "import { createRequire as createRequireHere } from 'node:module';" +
  'globalThis.require ??= createRequireHere(import.meta.url);';

/** By the file's ending, otherwise by the nearest package.json, as Node.js does. */
async function moduleFormat(source: string, directory: string): Promise<'cjs' | 'esm'> {
  if (source.endsWith('.mts')) return 'esm';
  if (source.endsWith('.cts')) return 'cjs';
  for (let folder = dirname(join(directory, source)); ; folder = dirname(folder)) {
    const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => undefined);
    if (text !== undefined) return /"type"\s*:\s*"module"/.test(text) ? 'esm' : 'cjs';
    if (folder === dirname(folder)) return 'cjs';
  }
}
