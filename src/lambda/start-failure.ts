import { access, constants, stat } from 'node:fs/promises';
import type { FunctionDefinition } from './function-definition.ts';
import { LambdaError } from './lambda-error.ts';
import type { ProcessExit } from './process-exit.ts';

/** With which status a shell ends that could not run a program (POSIX, Shell Command Language). */
const NOT_RUN_STATUSES = [126, 127];

/** What was to be run. */
interface Start {
  readonly definition: FunctionDefinition;
  readonly command: { readonly path: string };
}

/**
 * The `ServiceException` for a runtime that ended before it was ready because of this machine:
 * there is no process for it, or what it runs went away. Undefined when the function's own code is
 * the cause. The difference counts: an invocation that did not take place uses up no retries.
 */
export async function startFailure(
  exit: ProcessExit,
  { definition, command }: Start,
): Promise<LambdaError | undefined> {
  const { functionName, codeDirectory } = definition;
  if (!(await isFolder(codeDirectory))) return unavailable(codeMissing(definition));
  const sentence = `The runtime of ${functionName} could not be started`;
  if (exit.error) return unavailable(`${sentence}: ${exit.error.message}`, exit.error);
  if (exit.status === undefined || !NOT_RUN_STATUSES.includes(exit.status)) return undefined;
  const cause = await access(command.path, constants.X_OK).then(
    () => undefined,
    (error: Error) => error,
  );
  return cause && unavailable(`${sentence}: ${cause.message}`, cause);
}

/** What to say of a function without code. */
export function codeMissing({ functionName, codeDirectory }: FunctionDefinition): string {
  return `The code of ${functionName} is not there: ${codeDirectory} is not a folder.`;
}

/** Whether there is a folder of that path. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

function unavailable(message: string, cause?: Error): LambdaError {
  return new LambdaError('ServiceException', message, { cause });
}
