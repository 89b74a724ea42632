import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { insideCode } from './code-directory.ts';
import { CodeError } from './code-error.ts';

/** Where the runtimes look for a handler's module, in their order. */
const NODE_FILES = ['', '.js', '.mjs', '.cjs', '/index.js'];
const PYTHON_FILES = ['.py', '/__init__.py'];
/** What a bundler makes a module of. */
export const TYPESCRIPT_FILES = ['.ts', '.mts', '.cts', '.tsx'];

/**
 * The module of a handler, as a path without its ending. Node.js cuts the last segment at its first
 * dot (`src/app.events.handler` → `src/app`), Python the whole at its last (AWS's open runtime
 * interface clients). Runtimes that are programs of their own have none.
 * @throws CodeError `HandlerMissing` for what the runtimes call a bad handler
 */
export function handlerModule(runtime: string, handler: string): string | undefined {
  if (runtime.startsWith('provided')) return undefined;
  if (runtime.startsWith('python')) {
    const dot = handler.lastIndexOf('.');
    if (dot > 0) return handler.slice(0, dot).replaceAll('.', '/');
    throw new CodeError('HandlerMissing', `Bad handler '${handler}': use module.function.`);
  }
  if (handler.includes('..')) {
    const advice = 'Use absolute paths when specifying root directories in handler names.';
    throw new CodeError('CodeOutside', `'${handler}' is not a valid handler name. ${advice}`);
  }
  const { dir, base } = posix.parse(handler);
  const dot = base.indexOf('.');
  if (dot > 0 && dot < base.length - 1) return posix.join(dir, base.slice(0, dot));
  throw new CodeError('HandlerMissing', `Bad handler '${handler}': use file.export.`);
}

/** The files in which the runtime would look for a module. */
export function expectedFiles(runtime: string, module: string): string[] {
  const endings = runtime.startsWith('python') ? PYTHON_FILES : NODE_FILES;
  return endings.map((ending) => module + ending);
}

/** The first of the files that is there, as it was named. */
export async function firstFile(
  files: readonly string[],
  directory: string,
): Promise<string | undefined> {
  for (const file of files) {
    const stats = await stat(await insideCode(file, directory)).catch(() => undefined);
    if (stats?.isFile()) return file;
  }
  return undefined;
}

/** Says in which files the handler was looked for. */
export function handlerMissing(
  handler: string,
  options: { files: readonly string[]; directory: string },
): CodeError {
  const files = options.files.join(', ');
  return new CodeError(
    'HandlerMissing',
    `No file for the handler ${handler} in ${options.directory}; looked for ${files}.`,
  );
}
