import { existsSync } from 'node:fs';
import type { PlannedFunction } from '../template/plan.ts';
import { bundledCode } from './bundled-code.ts';
import { codeDirectory } from './code-directory.ts';
import { CodeError } from './code-error.ts';
import {
  expectedFiles,
  firstFile,
  handlerMissing,
  handlerModule,
  TYPESCRIPT_FILES,
} from './handler-file.ts';
import { inlineCode } from './inline-code.ts';
import { manifestAbove } from './manifest-above.ts';
import type { PreparedCode, PrepareOptions } from './prepared-code.ts';
import { foldersIn, watchFolders } from './watch-files.ts';

/** BuildMethods with which `sam build` does no more than copy and install. */
const COPIED = /^(nodejs|python)/;

/**
 * Makes the code of a function ready to run. JavaScript and Python run where they are; TypeScript,
 * and what has the BuildMethod esbuild, is bundled as `sam build` does; inline code is written to a
 * file. Whether the handler is exported shows when a sandbox starts.
 * @throws CodeError
 */
export async function prepareCode(
  planned: PlannedFunction,
  options: PrepareOptions,
): Promise<PreparedCode> {
  const { code, runtime, handler, build } = planned;
  try {
    if ('inline' in code) return await inlineCode(planned, code.inline, options);
    const directory = await codeDirectory(code.uri, options.templateDirectory);
    if (build && build.method !== 'esbuild' && !COPIED.test(build.method)) {
      const advice = 'Run `sam build`; what it makes is used then.';
      throw new CodeError('CodeUnsupported', `BuildMethod ${build.method} is SAM's own. ${advice}`);
    }
    const module = handlerModule(runtime, handler);
    if (module === undefined) return codeInPlace(planned, directory, options);
    if (build?.method === 'esbuild') {
      return await bundledCode(planned, { ...options, directory, module });
    }
    const files = expectedFiles(runtime, module);
    const isNode = runtime.startsWith('nodejs');
    const file = await firstFile(files, directory);
    if (file !== undefined) {
      if (isNode) warnOfManifestAbove(planned, { file, directory }, options);
      return codeInPlace(planned, directory, options);
    }
    const sources = isNode ? TYPESCRIPT_FILES.map((ending) => module + ending) : [];
    const source = await firstFile(sources, directory);
    if (source) return await bundledCode(planned, { ...options, directory, module, source });
    throw handlerMissing(handler, { files: [...files, ...sources], directory });
  } catch (error) {
    if (!(error instanceof CodeError)) throw error;
    throw new CodeError(error.code, `${planned.logicalId}: ${error.message}`, { cause: error });
  }
}

function warnOfManifestAbove(
  { logicalId }: PlannedFunction,
  { file, directory }: { readonly file: string; readonly directory: string },
  { events }: PrepareOptions,
): void {
  const manifest = manifestAbove(file, directory);
  if (manifest === undefined) return;
  const message =
    `${logicalId}: ${file} is an ECMAScript module here by ${manifest}, which is not deployed with ` +
    'the code; on AWS it is CommonJS. Put a package.json with "type": "module" beside it.';
  events.emit('warning', { message });
}

/** Runs what is in the folder; while the folder is away, what was loaded from it goes on. */
function codeInPlace(
  { logicalId }: PlannedFunction,
  directory: string,
  { clock, buildDirectory, events }: PrepareOptions,
): PreparedCode {
  const stops = new Set<() => void>();
  const warn = (message: string) => events.emit('warning', { message: `${logicalId}: ${message}` });
  return {
    codeDirectory: directory,
    watch(onChange) {
      let isGone = false;
      const onFolderChange = () => {
        const wasGone = isGone;
        isGone = !existsSync(directory);
        if (!isGone) return onChange();
        const advice = 'what was loaded goes on until it is back';
        if (!wasGone) warn(`The code ${directory} is gone; ${advice}.`);
      };
      const stop = watchFolders(() => foldersIn(directory, buildDirectory), {
        clock,
        onChange: onFolderChange,
        warn,
      });
      stops.add(stop);
      return stop;
    },
    dispose: () => {
      for (const stop of stops) stop();
    },
  };
}
