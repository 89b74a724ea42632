import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { CodeError } from './code-error.ts';

const ARCHIVE = /\.(zip|jar|tar|tgz|gz)$/i;

/**
 * The folder that a template names for a function's code, as a real path.
 * @throws CodeError `CodeMissing`, `CodeUnsupported`
 */
export async function codeDirectory(uri: string, templateDirectory: string): Promise<string> {
  const path = resolve(templateDirectory, uri);
  if (ARCHIVE.test(uri)) {
    const advice = 'Name the folder from which it was made.';
    throw new CodeError('CodeUnsupported', `Archives are not unpacked here: ${uri}. ${advice}`);
  }
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isDirectory()) return realpath(path);
  const what = stats ? 'is no folder' : 'does not exist';
  throw new CodeError('CodeMissing', `The code ${uri} ${what}: ${path}`);
}

/**
 * A path inside the code, resolved. Links that lead out of the folder count as outside too: a
 * template reads only what it names.
 * @throws CodeError `CodeOutside`
 */
export async function insideCode(path: string, directory: string): Promise<string> {
  const inside = resolve(directory, path);
  const real = await realpath(inside).catch(() => inside);
  for (const place of [inside, real]) {
    const way = relative(directory, place);
    if (isAbsolute(way) || way === '..' || way.startsWith(`..${sep}`)) {
      throw new CodeError('CodeOutside', `${path} leads out of the function's code, ${directory}.`);
    }
  }
  return inside;
}
