import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSource, type SourceFile } from './architecture-source.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NOT_OURS = new Set(['node_modules', 'dist', '.git', '.sluicebox', '.aws-sam']);
const CODE = new Set(['.ts', '.mts', '.mjs', '.js']);
const TEXT = new Set([...CODE, '.md', '.json', '.yaml', '.yml', '.sh', '.py', '.awk', '.toml']);

/**
 * Packages with an install script that the running product can do without: their binaries come
 * inside further npm packages. npm may be told not to run such scripts, and does not by default in
 * its newest versions.
 */
export const NEEDS_NO_INSTALL_SCRIPT: Readonly<Record<string, string>> = {
  esbuild: 'binaries in @esbuild/<platform>; the script only saves a start of Node',
  lmdb: 'binaries in @lmdb/lmdb-<platform>; the script builds only where there is none',
  'msgpackr-extract':
    'binaries in @msgpackr-extract/…-<platform>; msgpackr works without, only slower',
};

/** The paths of the repository's files, from its root, with `/`. */
export function listFiles(): string[] {
  return readdirSync(ROOT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length).replaceAll('\\', '/'))
    .filter((path) => !path.split('/').some((part) => NOT_OURS.has(part)));
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Handlers that tests run, some of them wrong on purpose. */
const HANDLERS = /^test\/(functions|fixtures)\//;

/** The code of this project: the product, its tests, the reference application. */
export function readSources(): SourceFile[] {
  return listFiles()
    .filter((path) => /^(src|test|pattern)\//.test(path) && !HANDLERS.test(path))
    .filter((path) => CODE.has(extname(path)))
    .map((path) => readSource(path, readText(path)));
}

/** Mentions of folders that exist on one machine only, as `path:line: text`. */
export function machinePaths(path: string, text: string): string[] {
  if (!TEXT.has(extname(path))) return [];
  return text
    .split('\n')
    .map((line, index) => ({ line, place: `${path}:${index + 1}` }))
    .filter(({ line }) => /(?<![\w.)}-])\/(work|root|Users)\//.test(line))
    .map(({ line, place }) => `${place}: ${line.trim()}`);
}

interface LockFile {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly dev?: boolean;
        readonly hasInstallScript?: boolean;
        readonly resolved?: string;
        readonly optionalDependencies?: Readonly<Record<string, string>>;
      }
    >
  >;
}

/** Packages that say from where they were downloaded: on another machine that place may not exist. */
export function downloadAddresses({ packages }: LockFile): string[] {
  return Object.keys(packages).filter((path) => packages[path]?.resolved !== undefined);
}

/** The packages of the running product that have an install script. */
export function installScripts({ packages }: LockFile): string[] {
  return Object.entries(packages)
    .filter(([, entry]) => entry.hasInstallScript && !entry.dev)
    .map(([path]) => path.replace(/^.*node_modules\//, ''));
}

/** Packages, for other platforms mostly, that are named but left out: `npm ci` refuses such a file. */
export function leftOut({ packages }: LockFile): string[] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`],
    ),
  );
}
