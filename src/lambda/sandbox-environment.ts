import type { Scope } from '../aws/scope.ts';
import { type FunctionDefinition, logGroupOf, versionOf } from './function-definition.ts';

/** What a sandbox knows about itself besides its function's definition. */
export interface SandboxIdentity {
  readonly scope: Scope;
  readonly logStreamName: string;
  /** Value of `AWS_LAMBDA_RUNTIME_API`. */
  readonly runtimeApi: string;
  /** Where the services that the handler calls are. */
  readonly endpoint: string;
  /** What the handler signs its calls with, where somebody verifies that. */
  readonly secretAccessKey?: string | undefined;
  /** Whether it gets its invocations through a channel. Our runtimes hide that from the handler. */
  readonly hasChannel: boolean;
}

/** What a program needs of this machine's own environment to run at all. */
const MACHINE_NAMES = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'USER', 'SystemRoot'];

/** The descriptor on which runtimes send whole messages. */
export const TELEMETRY_DESCRIPTOR = 3;
/** The descriptor of the channel to the runtimes that we wrote. */
export const CHANNEL_DESCRIPTOR = 4;

/**
 * The environment of a sandbox: the variables that Lambda sets, with this machine's paths and
 * without those that only make sense on AWS; the user's own; and what leads the handler's SDK to
 * this endpoint. The access key is the account number, by which this endpoint knows the account.
 * Source: AWS Lambda developer guide, "Defined runtime environment variables".
 */
export function sandboxEnvironment(
  definition: FunctionDefinition,
  { scope, logStreamName, runtimeApi, endpoint, secretAccessKey, hasChannel }: SandboxIdentity,
): Record<string, string> {
  const machine = MACHINE_NAMES.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(machine),
    LANG: 'en_US.UTF-8',
    ...(definition.runtime.startsWith('python') && { LC_CTYPE: 'C.UTF-8' }),
    TZ: ':UTC',
    ...searchPaths(definition),
    AWS_ENDPOINT_URL: endpoint,
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    ...definition.environment,
    _HANDLER: definition.handler,
    AWS_REGION: scope.region,
    AWS_DEFAULT_REGION: scope.region,
    AWS_ACCESS_KEY_ID: scope.account,
    AWS_SECRET_ACCESS_KEY: secretAccessKey ?? 'sluicebox',
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: versionOf(definition),
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memorySizeMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(definition),
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    LAMBDA_TASK_ROOT: definition.codeDirectory,
    LAMBDA_RUNTIME_DIR: definition.codeDirectory,
    PWD: definition.codeDirectory,
    SHLVL: '0',
    _LAMBDA_TELEMETRY_LOG_FD: String(TELEMETRY_DESCRIPTOR),
    ...(hasChannel && { _SLUICEBOX_CHANNEL_FD: String(CHANNEL_DESCRIPTOR) }),
  };
}

/**
 * Where programs, modules and libraries are looked for. AWS unpacks layers over one another into
 * /opt, which only root could do here: each keeps a folder of its own, of which a later one is
 * looked into first. Source: AWS Lambda developer guide, "Layer paths for each Lambda runtime".
 */
function searchPaths({
  codeDirectory,
  layers = [],
  runtime,
}: FunctionDefinition): Record<string, string> {
  const directories = layers.flatMap(({ directory }) => directory ?? []).reverse();
  const inLayers = (...paths: string[]) =>
    directories.flatMap((directory) => paths.map((path) => `${directory}/${path}`));
  const major = /^nodejs(\d+)/.exec(runtime)?.[1];
  const modules = inLayers(`nodejs/node${major}/node_modules`, 'nodejs/node_modules');
  const NODE_PATH = [...modules, `${codeDirectory}/node_modules`, codeDirectory].join(':');
  if (directories.length === 0) return { NODE_PATH };
  return {
    NODE_PATH,
    PATH: [...inLayers('bin'), process.env.PATH ?? ''].join(':'),
    LD_LIBRARY_PATH: inLayers('lib').join(':'),
    PYTHONPATH: inLayers(`python/lib/${runtime}/site-packages`, 'python').join(':'),
  };
}
