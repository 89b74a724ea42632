import { RUNTIMES, runsHere } from '../../aws/lambda-runtimes.ts';
import { missing } from '../constraints.ts';
import { didYouMean } from '../nearest-name.ts';
import type { NotRun, PlannedFunction } from '../plan.ts';
import type { Position } from '../problem.ts';
import { checkProperties, type Properties, type PropertyTable } from '../properties.ts';
import type { Resource } from '../sections.ts';
import { child, entriesOf, textOf } from '../tree.ts';
import { buildOf, withSourceMaps } from './build.ts';
import { type Context, open } from './context.ts';
import { environmentOf } from './environment.ts';
import { LAMBDA_FUNCTION } from './function-properties.ts';

/** Lambda's own defaults (Lambda API reference, CreateFunction). */
const DEFAULT_TIMEOUT_SECONDS = 3;
const DEFAULT_MEMORY_MB = 128;
const MAX_MEMORY_MB = 10_240;

const LOGGING: PropertyTable = {
  LogGroup: true,
  ApplicationLogLevel: 'what the function writes is kept as it is',
  LogFormat: 'logs are written as text',
  SystemLogLevel: 'what the platform writes is always kept',
};

/** The parts of Code, and of a CodeUri that is a map. */
const CODE: PropertyTable = {
  ...{ ZipFile: true, ImageUri: true, S3Bucket: true, S3Key: true, S3ObjectVersion: true },
  ...{ S3ObjectStorageMode: true, Bucket: true, Key: true, Version: true },
  SourceKMSKeyArn: 'nothing is encrypted',
};

type Code = PlannedFunction['code'];

/** AWS::Lambda::Function, and what SAM makes of AWS::Serverless::Function. */
export function planFunction(
  resource: Resource,
  context: Context,
): PlannedFunction | NotRun | undefined {
  const opened = open(resource, LAMBDA_FUNCTION, context);
  if (!opened) return undefined;
  const { identity, properties } = opened;
  const at = { logicalId: resource.logicalId, position: resource.at };
  const code = readCode(properties, resource.at);
  const runtime = properties.text('Runtime', 'runtime');
  const why = code?.why ?? whyNotRun(runtime);
  if (why) return { ...at, type: resource.type, why };
  checkRuntime(runtime, properties);
  const settings = readSettings(properties);
  const made = withSourceMaps(
    context.findings.attempt(() => buildOf(resource.metadata)),
    environmentOf(properties),
  );
  const group = properties.nested('LoggingConfig', LOGGING)?.text('LogGroup', 'logGroup');
  const concurrency = properties.integer(
    'ReservedConcurrentExecutions',
    'reservedConcurrentExecutions',
    { min: 0 },
  );
  if (!code?.code || !settings || runtime === undefined) return undefined;
  return {
    ...at,
    ...settings,
    functionName: identity.name,
    arn: identity.attributes.Arn!,
    runtime,
    code: code.code,
    codePosition: properties.at('Code'),
    logGroupName: group ?? `/aws/lambda/${identity.name}`,
    ...made,
    ...(concurrency !== undefined && { reservedConcurrency: concurrency }),
  };
}

type Settings = Pick<
  PlannedFunction,
  'handler' | 'roleArn' | 'timeoutSeconds' | 'memorySizeMb' | 'description'
>;

function readSettings(properties: Properties): Settings | undefined {
  properties.text('FunctionName', 'functionName', {
    min: 1,
    max: 64,
    pattern: /^[a-zA-Z0-9-_]+$/,
  });
  const handler = properties.text('Handler', 'handler', { max: 128, pattern: /^[^\s]+$/ });
  const roleArn = properties.text('Role', 'role', {
    pattern: /^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/,
  });
  if (properties.isAbsent('Role'))
    properties.findings.problem(properties.at('Role'), missing('role'));
  const timeout = properties.integer('Timeout', 'timeout', { min: 1, max: 900 });
  const memory = properties.integer('MemorySize', 'memorySize', { min: 128 });
  if (memory !== undefined && memory > MAX_MEMORY_MB) {
    // AWS words this limit of accounts otherwise than those of the API (observed on AWS).
    const limit = `Member must have value less than or equal to ${MAX_MEMORY_MB}`;
    const message = `'MemorySize' value failed to satisfy constraint: ${limit}`;
    properties.findings.problem(properties.at('MemorySize'), message);
  }
  const description = properties.text('Description', 'description', { max: 256 });
  if (handler === undefined || roleArn === undefined) return undefined;
  return {
    handler,
    roleArn,
    timeoutSeconds: timeout ?? DEFAULT_TIMEOUT_SECONDS,
    memorySizeMb: memory ?? DEFAULT_MEMORY_MB,
    description: description ?? '',
  };
}

function whyNotRun(runtime: string | undefined): string | undefined {
  if (!runtime || runsHere(runtime) || !RUNTIMES.includes(runtime)) return undefined;
  return `functions run here with Node.js, Python 3 or a program of their own, not with ${runtime}`;
}

function checkRuntime(runtime: string | undefined, properties: Properties): void {
  const { findings } = properties;
  if (properties.isAbsent('Runtime') || properties.isAbsent('Handler')) {
    findings.problem(
      properties.at(''),
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  if (runtime === undefined || RUNTIMES.includes(runtime)) return;
  const hint = didYouMean(runtime, RUNTIMES.filter(runsHere));
  findings.problem(properties.at('Runtime'), `Lambda has no runtime ${runtime}.${hint}`);
}

/** Where the code is, or why it cannot be had here. */
function readCode(properties: Properties, at: Position): { code?: Code; why?: string } | undefined {
  const { findings } = properties;
  const packageType = properties.text('PackageType', 'packageType', { enum: ['Image', 'Zip'] });
  const node = properties.node('Code');
  if (packageType === 'Image') return { why: 'container images do not run here' };
  if (!node) {
    if (properties.isAbsent('Code')) findings.problem(at, missing('code'));
    return undefined;
  }
  return findings.attempt(() => {
    if (node.kind === 'scalar') return codeFrom(textOf(node, 'Code'));
    const parts = entriesOf(node, 'Code');
    checkProperties(parts, { table: CODE, of: 'Code', findings });
    const inline = child(node, 'ZipFile');
    if (inline) return { code: { inline: textOf(inline, 'Inline code') } };
    if (child(node, 'ImageUri')) return { why: 'container images do not run here' };
    return { why: 'its code is in a bucket on AWS; start the template from which it was packaged' };
  });
}

function codeFrom(uri: string): { code?: Code; why?: string } {
  if (/^s3:\/\//.test(uri)) {
    return { why: `its code is on AWS (${uri}); start the template from which it was packaged` };
  }
  return { code: { uri } };
}
