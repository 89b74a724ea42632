import { posix } from 'node:path';
import { child } from '../template/tree.ts';
import type { LintedFunction, LintedTemplate, SourceText } from './linted-template.ts';
import { resolve, scalarOf } from './value.ts';

const ENDINGS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.py'];
/** A handler and what it imports are few files; more are not worth the time. */
const MOST_FILES = 50;
const RELATIVE_IMPORT = /(?:from\s*|import\s*\(?\s*|require\(\s*)["'](\.{1,2}\/[^"']+)["']/g;

/** The texts of a function's handler and of what it imports from beside it; empty when not found. */
export function handlerCode(template: LintedTemplate, lambda: LintedFunction): SourceText[] {
  const code = lambda.isSam ? ['InlineCode'] : ['Code', 'ZipFile'];
  const inline = template.text(lambda.properties, ...code);
  if (inline !== 'absent' && inline !== 'unknown') {
    return [{ path: `The inline code of ${lambda.logicalId}`, text: inline }];
  }
  const folder = folderOf(template, lambda);
  const handler = template.text(lambda.properties, 'Handler');
  if (folder === undefined || handler === 'absent' || handler === 'unknown') return [];
  const module = handler.slice(0, handler.lastIndexOf('.'));
  const starts = [module, module.replaceAll('.', '/'), ...entryPoints(template, lambda, module)];
  return withImports(
    template,
    starts.map((start) => posix.join(folder, start)),
  );
}

/** Only a folder beside the template can be read: not a bucket, not a path from the root. */
function folderOf(template: LintedTemplate, lambda: LintedFunction): string | undefined {
  const name = lambda.isSam ? 'CodeUri' : 'Code';
  const text = template.text(lambda.properties, name);
  if (text === 'absent') return lambda.isSam ? '.' : undefined;
  const isElsewhere =
    text === 'unknown' || /^[a-z0-9]+:\/\/|^\/|^[A-Za-z]:|\.(zip|jar)$/.test(text);
  return isElsewhere ? undefined : text;
}

/** What esbuild is told to make the handler's module of. */
function entryPoints(
  template: LintedTemplate,
  { resource }: LintedFunction,
  module: string,
): string[] {
  const points = child(child(resource.metadata, 'BuildProperties'), 'EntryPoints');
  if (points?.kind !== 'list') return [];
  const paths = points.items.map((item) => String(scalarOf(resolve(item, template)) ?? ''));
  return paths.filter((path) => {
    return posix.parse(path).name === posix.basename(module) || paths.length === 1;
  });
}

function withImports(template: LintedTemplate, starts: readonly string[]): SourceText[] {
  const found = new Map<string, SourceText>();
  const waiting = [...starts];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (found.size >= MOST_FILES) break;
    const source = readModule(template, next);
    if (!source || found.has(source.path)) continue;
    found.set(source.path, source);
    for (const [, specifier] of source.text.matchAll(RELATIVE_IMPORT)) {
      waiting.push(posix.join(posix.dirname(source.path), specifier!));
    }
  }
  return [...found.values()];
}

/** A module by its path: with its ending, without one, or with the ending that it has when built. */
function readModule(template: LintedTemplate, module: string): SourceText | undefined {
  const bare = module.replace(/\.[cm]?js$/, '');
  const isNamed = ENDINGS.includes(posix.extname(module));
  const paths = [...(isNamed ? [module] : []), ...ENDINGS.map((ending) => bare + ending)];
  for (const path of paths) {
    const text = template.surroundings.read(path);
    if (text !== undefined) return { path, text };
  }
  return undefined;
}
