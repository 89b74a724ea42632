import type { BuildOptions, Format, Loader } from 'esbuild';
import { CodeError } from './code-error.ts';

type Properties = Readonly<Record<string, unknown>>;

/** The properties that SAM's esbuild workflow knows (AWS SAM developer guide, esbuild). */
const KNOWN = new Set([
  ...['Banner', 'EntryPoints', 'External', 'Format', 'Loader', 'MainFields', 'Minify'],
  ...['OutExtension', 'Sourcemap', 'SourcesContent', 'Target'],
]);

/** Properties that `sam build` would pass over too. */
export function unknownProperties(properties: Properties): string[] {
  return Object.keys(properties).filter((name) => !KNOWN.has(name));
}

/**
 * What `sam build` hands to esbuild for a function with the BuildMethod esbuild, its defaults
 * included: CommonJS for ES2020, minified, without source maps.
 * @throws CodeError `BuildFailed` for a property of the wrong kind
 */
export function esbuildOptions(properties: Properties): BuildOptions {
  const { Minify: minify = true, Sourcemap: sourcemap = false, SourcesContent } = properties;
  const mainFields = text(properties, 'MainFields');
  const outExtension = pairs(properties, 'OutExtension');
  const loader = pairs(properties, 'Loader') as Record<string, Loader> | undefined;
  const banner = pairs(properties, 'Banner');
  return {
    minify: minify === true,
    sourcemap: sourcemap === true ? 'linked' : false,
    target: (text(properties, 'Target') ?? 'es2020').split(','),
    format: (text(properties, 'Format') ?? 'cjs') as Format,
    external: texts(properties, 'External') ?? [],
    ...(SourcesContent !== undefined && { sourcesContent: String(SourcesContent) === 'true' }),
    ...(mainFields && { mainFields: mainFields.split(',') }),
    ...(outExtension && { outExtension }),
    ...(loader && { loader }),
    ...(banner && { banner }),
  };
}

/** The entry points, when the template names them. */
export function entryPoints(properties: Properties): string[] | undefined {
  return texts(properties, 'EntryPoints');
}

function text(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  if (value === undefined) return undefined;
  if (Array.isArray(value)) return value.map(String).join(',');
  if (typeof value === 'object') throw wrong(name, 'text');
  return String(value);
}

function texts(properties: Properties, name: string): string[] | undefined {
  const value = properties[name];
  if (value === undefined) return undefined;
  if (!Array.isArray(value)) throw wrong(name, 'a list');
  return value.map(String);
}

/** A list of `name=value`. */
function pairs(properties: Properties, name: string): Record<string, string> | undefined {
  const entries = texts(properties, name)?.map((item) => {
    const sign = item.indexOf('=');
    if (sign < 0) throw wrong(name, 'a list of name=value');
    return [item.slice(0, sign), item.slice(sign + 1)] as const;
  });
  return entries && Object.fromEntries(entries);
}

const wrong = (name: string, kind: string) =>
  new CodeError('BuildFailed', `BuildProperties: ${name} must be ${kind}.`);
