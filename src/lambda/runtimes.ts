import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FunctionDefinition } from './function-definition.ts';
import { LambdaError } from './lambda-error.ts';
import { findPython, type Python } from './python-command.ts';

/** How to start the runtime of a function. */
export interface RuntimeCommand {
  readonly path: string;
  readonly args: readonly string[];
  /** What the log calls it: `nodejs:22.v22.11.0`. */
  readonly version: string;
  /** How it gets its invocations: the runtimes that we wrote have a quicker way. */
  readonly speaks: 'channel' | 'runtime-api';
  /** Kilobytes of data that the process may hold; absent when the runtime limits itself. */
  readonly dataLimitKb?: number;
  /** What to tell the user when this machine's version is not the one asked for. */
  readonly mismatch?: string;
}

/** Named from `src/`, since the built program is one file in a folder beside this one's. */
const bootstrap = (name: string) =>
  fileURLToPath(new URL(`../lambda/bootstrap/${name}`, import.meta.url));

/**
 * How V8 divides a function's memory: a tenth, in two halves, for objects that are new, the rest for
 * those that stay. Source: the start script of AWS's runtime, as it was copied from several versions.
 */
function heapFlags(memorySizeMb: number): string[] {
  const newMb = Math.floor(memorySizeMb / 10);
  const halfMb = Math.floor(newMb / 2);
  return [`--max-semi-space-size=${halfMb}`, `--max-old-space-size=${memorySizeMb - newMb}`];
}

/**
 * What Lambda switches off, and until which version of Node.js. `NODE_OPTIONS` of the function can
 * switch it on again. Source: AWS Lambda developer guide, "Experimental Node.js features".
 */
const DISABLED: readonly (readonly [feature: string, from: number, to: number])[] = [
  ['experimental-require-module', 20, 22],
  ['experimental-detect-module', 22, 22],
];

/** What Python may hold besides the function's memory: the stacks of threads are counted too. */
const PYTHON_EXTRA_MB = 64;

const mismatched = (runtime: string, found: string) =>
  `asks for ${runtime} but runs on ${found} here: what differs between the two is not seen.`;

function nodeCommand({ runtime, memorySizeMb, environment }: FunctionDefinition): RuntimeCommand {
  const major = Number(/^nodejs(\d+)\.x$/.exec(runtime)?.[1]);
  const options = (environment.NODE_OPTIONS ?? '').replaceAll('_', '-');
  const flags = heapFlags(memorySizeMb);
  for (const [feature, from, to] of DISABLED) {
    const isDisabled = major >= from && major <= to;
    const flag = `--no-${feature}`;
    if (isDisabled && process.allowedNodeEnvironmentFlags.has(flag)) flags.push(flag);
  }
  const isOverridden = (flag: string) =>
    options.includes(flag.replace(/^--(no-)?/, '').split('=')[0] ?? flag);
  const isSame = process.versions.node.split('.')[0] === String(major);
  return {
    path: process.execPath,
    args: [...flags.filter((flag) => !isOverridden(flag)), bootstrap('node.mjs')],
    speaks: 'channel',
    version: `nodejs:${major}.v${process.versions.node}`,
    ...(!isSame && { mismatch: mismatched(runtime, `Node.js ${process.versions.node}`) }),
  };
}

function pythonCommand(
  { runtime, memorySizeMb }: FunctionDefinition,
  python: Python,
): RuntimeCommand {
  const asked = runtime.slice('python'.length);
  const isSame = python.version.startsWith(`${asked}.`);
  return {
    path: python.path,
    args: [bootstrap('python.py')],
    speaks: 'channel',
    version: `python:${asked}.v${python.version}`,
    dataLimitKb: (memorySizeMb + PYTHON_EXTRA_MB) * 1024,
    ...(!isSame && { mismatch: mismatched(runtime, `Python ${python.version}`) }),
  };
}

async function ownCommand({ runtime, codeDirectory }: FunctionDefinition): Promise<RuntimeCommand> {
  const path = join(codeDirectory, 'bootstrap');
  try {
    await access(path, constants.X_OK);
  } catch (cause) {
    throw new LambdaError(
      'InvalidRuntimeException',
      `The runtime ${runtime} runs the function's own program, and there is no executable file ` +
        `${path}.`,
      { cause },
    );
  }
  return { path, args: [], speaks: 'runtime-api', version: runtime.replace('.', ':') };
}

/** Starts of runtime names, and what finds their command. */
const FINDERS: readonly (readonly [RegExp, Finder])[] = [
  [/^nodejs\d+\.x$/, async (definition) => nodeCommand(definition)],
  [/^python3\.\d+$/, async (definition, python) => pythonCommand(definition, await python())],
  [/^provided(\..+)?$/, ownCommand],
];

type Finder = (
  definition: FunctionDefinition,
  python: () => Promise<Python>,
) => Promise<RuntimeCommand>;

/** Knows what this machine runs functions with; asks for each Python only once. */
export class Runtimes {
  readonly #pythons = new Map<string, Promise<Python>>();

  /** Throws `InvalidRuntimeException` for a runtime that cannot be run here. */
  async commandFor(definition: FunctionDefinition): Promise<RuntimeCommand> {
    const { runtime } = definition;
    const find = FINDERS.find(([pattern]) => pattern.test(runtime))?.[1];
    if (!find) {
      throw new LambdaError(
        'InvalidRuntimeException',
        `The runtime ${runtime} is not supported here. Supported are nodejs20.x and other ` +
          'nodejs runtimes, python3.12 and other python3 runtimes, and provided, provided.al2 ' +
          'and provided.al2023 with an executable file "bootstrap".',
      );
    }
    return find(definition, () => this.#python(runtime));
  }

  #python(runtime: string): Promise<Python> {
    const known = this.#pythons.get(runtime);
    if (known) return known;
    const found = findPython(runtime);
    this.#pythons.set(runtime, found);
    // Whoever installs Python now need not restart.
    found.catch(() => this.#pythons.delete(runtime));
    return found;
  }
}
