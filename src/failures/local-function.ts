import { statSync } from 'node:fs';
import { basename, dirname, extname, resolve } from 'node:path';
import type { Scope } from '../aws/scope.ts';
import type { PlannedFunction } from '../template/plan.ts';
import { FailuresError } from './failures-error.ts';
import { type LoadPlanOptions, loadPlan } from './load-plan.ts';

/** A function whose code is on this machine. */
export interface LocalFunction {
  readonly planned: PlannedFunction;
  /** From which the path of its code starts. */
  readonly directory: string;
}

/** That of this machine: nothing says which one the function has on AWS. */
const NODE = `nodejs${process.versions.node.split('.')[0]}.x`;
const PYTHON = 'python3.12';
const RUNTIMES: Readonly<Record<string, string>> = {
  '.mjs': NODE,
  '.cjs': NODE,
  '.js': NODE,
  '.ts': NODE,
  '.mts': NODE,
  '.py': PYTHON,
};

/**
 * Finds a function by its logical id or name in a template, or by the file of its handler:
 * `app.mjs`, or `app.mjs#onBatch` where its export is not called `handler`.
 *
 * @throws FailuresError when there is none, TemplateError, CodeError
 */
export function findLocalFunction(
  wanted: string,
  { template, ...options }: LoadPlanOptions & { readonly template?: string | undefined },
): LocalFunction {
  const [path = '', exported = 'handler'] = wanted.split('#');
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) {
    return inFile(path, exported, options.scope);
  }
  if (extname(path) in RUNTIMES || wanted.includes('#')) {
    throw new FailuresError('NotFound', `There is no file ${resolve(path)}.`);
  }
  const { file, plan } = loadPlan(template ?? '.', options);
  const planned = plan.functions.find((one) =>
    [one.logicalId, one.functionName, one.arn].includes(wanted),
  );
  if (planned) return { planned, directory: dirname(file) };
  const names = plan.functions.map(({ logicalId }) => logicalId).join(', ');
  throw new FailuresError('Invalid', `${file} has no function ${wanted}; it has ${names}.`);
}

function inFile(path: string, exported: string, { account, region }: Scope): LocalFunction {
  const ending = extname(path);
  const runtime = RUNTIMES[ending];
  if (!runtime) {
    const endings = Object.keys(RUNTIMES).join(', ');
    throw new FailuresError('NotSupported', `${path} is no handler that runs here: ${endings}.`);
  }
  const name = basename(path, ending);
  if (name.includes('.')) {
    const why = 'the name of a module ends at its first dot, in a handler as here';
    throw new FailuresError('NotSupported', `${path} cannot be run: ${why}. Rename the file.`);
  }
  const planned: PlannedFunction = {
    logicalId: name,
    position: { line: 1, column: 1 },
    functionName: name.replaceAll(/[^\w-]/g, '-'),
    arn: `arn:aws:lambda:${region}:${account}:function:${name}`,
    runtime,
    handler: `${name}.${exported}`,
    roleArn: `arn:aws:iam::${account}:role/local`,
    timeoutSeconds: 60,
    memorySizeMb: 512,
    environment: {},
    description: '',
    code: { uri: '.' },
    codePosition: { line: 1, column: 1 },
    logGroupName: `/aws/lambda/${name}`,
  };
  return { planned, directory: dirname(resolve(path)) };
}
