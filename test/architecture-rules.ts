import { posix } from 'node:path';
import { isTest, LAYERS, layerOf, mayImport } from './architecture-layers.ts';
import type { SourceFile } from './architecture-source.ts';

const MOST_LINES_OF_A_FILE = 400;
const MOST_LINES_OF_A_FUNCTION = 70;

/** Where time and chance are taken from the platform, so that everyone else can be given them. */
const MAY_BE_AMBIENT = [
  'src/clock/',
  'src/random/',
  // Runs inside the process of a user's function, not in ours.
  'src/lambda/bootstrap/',
];

/** Every rule: what it asks for, and who breaks it, as `path:line: why`. */
export const RULES: Readonly<Record<string, (files: readonly SourceFile[]) => string[]>> = {
  'every folder of src/ has its place in the table of layers': (files) => [
    ...new Set(
      files
        .map(({ path }) => layerOf(path))
        .filter((layer) => layer !== undefined && !(layer in LAYERS))
        .map((layer) => `src/${layer}`),
    ),
  ],
  'the table of layers has no row without a folder': (files) => {
    const there = new Set(files.map(({ path }) => layerOf(path)));
    return Object.keys(LAYERS).filter((layer) => !there.has(layer));
  },
  'imports point down the table of layers': (files) =>
    importsOf(files)
      .filter(({ from, to, typeOnly }) => !mayImport(from, to, typeOnly))
      .map(({ from, line, to }) => `${from}:${line}: imports ${to}`),
  'no file imports itself by way of others': (files) => cyclesOf(files),
  'only what ships is imported by what ships': (files) =>
    importsOf(files)
      .filter(({ from, to }) => from.startsWith('src/') && !isTest(from) && isTest(to))
      .map(({ from, line, to }) => `${from}:${line}: imports the test ${to}`),
  'the pattern stands alone': (files) =>
    importsOf(files)
      .filter(({ from, to }) => from.startsWith('pattern/') && !to.startsWith('pattern/'))
      .map(({ from, line, to }) => `${from}:${line}: imports ${to}`),
  'time and chance are given, not taken': (files) =>
    files
      .filter(({ path }) => path.startsWith('src/'))
      .filter(({ path }) => !MAY_BE_AMBIENT.some((folder) => path.startsWith(folder)))
      .flatMap(({ path, ambient }) =>
        ambient.map(({ line, name }) => `${path}:${line}: takes ${name}`),
      ),
  'a file holds one idea': (files) =>
    files
      .filter(({ lines }) => lines > MOST_LINES_OF_A_FILE)
      .map(({ path, lines }) => `${path}: has ${lines} lines`),
  'a function fits on a page': (files) =>
    files.flatMap(({ path, functions }) =>
      functions
        .filter(({ lines }) => lines > MOST_LINES_OF_A_FUNCTION)
        .map(({ line, lines }) => `${path}:${line}: has ${lines} lines`),
    ),
  'a thing has one name: no default exports': (files) =>
    files.flatMap(({ path, defaultExports }) =>
      defaultExports.map((line) => `${path}:${line}: exports by default`),
    ),
  'an export says what it exports: no export *': (files) =>
    files.flatMap(({ path, starExports }) =>
      starExports.map((line) => `${path}:${line}: exports *`),
    ),
  'a folder says what is in it: no utils': (files) =>
    files
      .filter(({ path }) => /(^|\/)(utils?\/|interfaces\.ts$)/.test(path))
      .map(({ path }) => path),
};

interface ResolvedImport {
  readonly from: string;
  readonly to: string;
  readonly line: number;
  readonly typeOnly: boolean;
}

/** The imports of files of the repository; packages are left out. */
function importsOf(files: readonly SourceFile[]): ResolvedImport[] {
  return files.flatMap(({ path, imports }) =>
    imports
      .filter(({ specifier }) => specifier.startsWith('.'))
      .map(({ specifier, ...rest }) => ({
        ...rest,
        from: path,
        to: posix.join(posix.dirname(path), specifier),
      })),
  );
}

/** One cycle for each file at which one closes, as `a.ts → b.ts → a.ts`. Types count as well. */
function cyclesOf(files: readonly SourceFile[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of importsOf(files)) {
    targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start !== -1) cycles.push([...trail.slice(start), path].join(' → '));
    if (start !== -1 || done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return cycles;
}
