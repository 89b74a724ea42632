import { rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { PlannedFunction } from '../template/plan.ts';
import { unknownProperties } from './build-properties.ts';
import { type Bundled, bundle, writeBundle } from './bundle.ts';
import { type BundlePlan, plainBundle, type Source, samBundle } from './bundle-plans.ts';
import { CodeError } from './code-error.ts';
import { linkExternalPackages } from './external-packages.ts';
import { expectedFiles, firstFile, handlerMissing } from './handler-file.ts';
import type { PreparedCode, PrepareOptions } from './prepared-code.ts';
import { foldersIn, notTakenOver, watchFolders } from './watch-files.ts';

export interface BundleRequest extends PrepareOptions, Source {
  /** The TypeScript file of a function that has no BuildMethod. */
  readonly source?: string;
}

/** Bundles a function's code into the build folder, now and after each change. */
export async function bundledCode(
  planned: PlannedFunction,
  request: BundleRequest,
): Promise<PreparedCode> {
  const output = join(request.buildDirectory, planned.logicalId);
  const { logicalId } = planned;
  const warn = (message: string) =>
    request.events.emit('warning', { message: `${logicalId}: ${message}` });
  for (const name of unknownProperties(planned.build?.properties ?? {})) {
    warn(`BuildProperties has no ${name} that sam build would know; it has no effect.`);
  }
  if (request.source) {
    const advice = 'give the function the Metadata `BuildMethod: esbuild`';
    warn(`${request.source} is bundled here; for AWS, ${advice}.`);
  }
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  // As on AWS, no package.json of the project has a say in how the bundle is loaded.
  await writeFile(join(output, 'package.json'), '{}\n');
  const work = new Rebuilding(planned, request, output);
  for (const message of await work.build()) warn(message);
  const stops = new Set<() => void>();
  return {
    codeDirectory: output,
    watch(onChange) {
      const rebuild = async () => {
        try {
          const before = work.contents;
          for (const message of await work.build()) warn(message);
          if (work.contents !== before) await onChange();
        } catch (error) {
          const remains = 'The last code without mistakes goes on.';
          warn(error instanceof CodeError ? `${error.message}\n${remains}` : notTakenOver(error));
        }
      };
      const stop = watchFolders(() => work.folders(), {
        clock: request.clock,
        onChange: oneAtATime(rebuild),
        warn,
      });
      stops.add(stop);
      return stop;
    },
    dispose() {
      for (const stop of stops) stop();
      rmSync(output, { recursive: true, force: true });
    },
  };
}

/** One function's bundle over time. */
class Rebuilding {
  readonly #planned: PlannedFunction;
  readonly #request: BundleRequest;
  readonly #output: string;
  #inputs: readonly string[] = [];
  /** Hashes of the files as they are now. */
  contents = '';

  constructor(planned: PlannedFunction, request: BundleRequest, output: string) {
    this.#planned = planned;
    this.#request = request;
    this.#output = output;
  }

  /** Bundles and, when something came out otherwise, writes. Answers what to tell its author. */
  async build(): Promise<string[]> {
    const { directory } = this.#request;
    const { entries, options } = await this.#plan();
    const bundled = await bundle({ directory, outputDirectory: this.#output, entries, options });
    this.#inputs = bundled.inputs;
    const contents = bundled.files.map(({ path, hash }) => `${path}:${hash}`).join('\n');
    if (contents === this.contents) return [];
    await writeBundle(bundled);
    await this.#checkHandler(bundled);
    this.contents = contents;
    const directories = { source: directory, output: this.#output };
    const missing = await linkExternalPackages(bundled.externalPackages, directories);
    return [...bundled.warnings, ...missing];
  }

  /** Every folder of the code, and those of what it takes from elsewhere but packages. */
  folders(): string[] {
    const elsewhere = this.#inputs.filter((input) => !/[\\/]node_modules[\\/]/.test(input));
    const { directory, buildDirectory } = this.#request;
    return [...foldersIn(directory, buildDirectory), ...elsewhere.map(dirname)];
  }

  #plan(): Promise<BundlePlan> {
    const { source } = this.#request;
    const { build, runtime } = this.#planned;
    if (source) return plainBundle(this.#request, { source, runtime });
    return samBundle(this.#request, build?.properties ?? {});
  }

  async #checkHandler({ files }: Bundled): Promise<void> {
    const { runtime, handler } = this.#planned;
    const expected = expectedFiles(runtime, this.#request.module);
    if (await firstFile(expected, this.#output)) return;
    const made = files.map(({ path }) => path.slice(this.#output.length + 1)).join(', ');
    const missing = handlerMissing(handler, { files: expected, directory: this.#output });
    throw new CodeError('HandlerMissing', `${missing.message} The build made ${made}.`);
  }
}

/** Runs `work`, which never rejects, again when it was asked for while it ran, however often. */
function oneAtATime(work: () => Promise<void>): () => void {
  let state: 'idle' | 'running' | 'again' = 'idle';
  const run = async () => {
    state = 'running';
    await work();
    const again = (state as string) === 'again';
    state = 'idle';
    if (again) await run();
  };
  return () => {
    if (state === 'idle') void run();
    else state = 'again';
  };
}
