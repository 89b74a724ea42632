import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { LambdaError } from './lambda-error.ts';

/** A Python on this machine. */
export interface Python {
  /** Absolute path of the interpreter itself, past any launcher. */
  readonly path: string;
  /** For example `3.12.1`. */
  readonly version: string;
}

const run = promisify(execFile);
const QUESTION = 'import sys; print(sys.executable); print("%d.%d.%d" % sys.version_info[:3])';
/** The oldest that our runtime for Python runs on. */
const OLDEST_MINOR = 8;

async function ask(command: string): Promise<Python | undefined> {
  try {
    const { stdout } = await run(command, ['-c', QUESTION]);
    const [path, version] = stdout.trim().split('\n');
    return path && version ? { path, version } : undefined;
  } catch {
    // Not installed, or a launcher (pyenv) that has no such version.
    return undefined;
  }
}

const isNewEnough = ({ version }: Python) => {
  const [major, minor] = version.split('.').map(Number);
  return major === 3 && (minor ?? 0) >= OLDEST_MINOR;
};

/**
 * Finds the Python for a runtime such as `python3.12`: that very version when it is on the PATH,
 * any `python3` otherwise. Throws `InvalidRuntimeException` when there is none.
 */
export async function findPython(runtime: string): Promise<Python> {
  for (const command of [runtime, 'python3', 'python']) {
    const python = await ask(command);
    if (python && isNewEnough(python)) return python;
  }
  throw new LambdaError(
    'InvalidRuntimeException',
    `The runtime ${runtime} needs Python, and there is no ${runtime} and no python3 ` +
      `(3.${OLDEST_MINOR} or newer) on the PATH. Install Python ${runtime.slice('python'.length)}, ` +
      'for example from https://www.python.org/downloads/.',
  );
}
