import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The package.json above a function's code that makes ECMAScript modules of its `.js` files: Node.js
 * looks there, but it is not deployed with the code, so that they are CommonJS on AWS. Undefined
 * where there is none, or a package.json within the code has the word.
 *
 * @param file the handler's, within the code
 */
export function manifestAbove(file: string, codeDirectory: string): string | undefined {
  if (!file.endsWith('.js')) return undefined;
  let folder = dirname(join(codeDirectory, file));
  for (let isInside = true; ; folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    const text = textOf(path);
    if (text !== undefined) return !isInside && isModule(text) ? path : undefined;
    if (folder === codeDirectory) isInside = false;
    if (dirname(folder) === folder) return undefined;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function isModule(text: string): boolean {
  try {
    return JSON.parse(text).type === 'module';
  } catch {
    return false;
  }
}
