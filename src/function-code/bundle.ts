import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { BuildFailure, BuildOptions, Message, Metafile, OutputFile } from 'esbuild';
import { CodeError } from './code-error.ts';

/** What to bundle, and how. */
export interface Bundle {
  readonly directory: string;
  readonly outputDirectory: string;
  /** Files by the path that they have in the output, without its ending. */
  readonly entries: readonly { readonly in: string; readonly out: string }[];
  readonly options: BuildOptions;
}

/** A bundle that was made and is not written yet. */
export interface Bundled {
  readonly files: readonly OutputFile[];
  /** Absolute paths of everything that went into it. */
  readonly inputs: readonly string[];
  /** Packages that are not in it and are looked for when it runs. */
  readonly externalPackages: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Bundles a function's code with esbuild, which is loaded when it is first needed.
 * @throws CodeError `BuildFailed` with a line `file:line:column: message` for each mistake
 */
export async function bundle(what: Bundle): Promise<Bundled> {
  const { build } = await import('esbuild');
  const { directory } = what;
  try {
    const result = await build({
      ...what.options,
      entryPoints: what.entries.map((entry) => ({ ...entry })),
      absWorkingDir: directory,
      outdir: what.outputDirectory,
      bundle: true,
      platform: 'node',
      metafile: true,
      write: false,
      logLevel: 'silent',
    });
    return {
      files: result.outputFiles,
      inputs: Object.keys(result.metafile.inputs).map((input) => resolve(directory, input)),
      externalPackages: externalPackages(result.metafile),
      warnings: result.warnings.map((message) => formatMessage(message, directory)),
    };
  } catch (error) {
    const errors = (error as Partial<BuildFailure>).errors ?? [];
    if (errors.length === 0) throw new CodeError('BuildFailed', String(error), { cause: error });
    const lines = errors.map((message) => formatMessage(message, directory));
    throw new CodeError('BuildFailed', lines.join('\n'), { cause: error });
  }
}

/** Puts the files of a bundle in their place, each as a whole. */
export async function writeBundle({ files }: Bundled): Promise<void> {
  for (const { path, contents } of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.new`, contents);
    await rename(`${path}.new`, path);
  }
}

function formatMessage({ text, location, notes }: Message, directory: string): string {
  const hints = notes.map((note) => `\n  ${note.text}`).join('');
  if (!location) return text + hints;
  const file = relative(process.cwd(), join(directory, location.file));
  return `${file}:${location.line}:${location.column + 1}: ${text}${hints}`;
}

function externalPackages({ outputs }: Metafile): string[] {
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  const names = imports
    .filter(({ external, path }) => external && /^[@a-z0-9]/i.test(path) && !path.includes(':'))
    .map(({ path }) => /^(@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? path);
  return [...new Set(names)];
}
