import { LambdaError } from './lambda-error.ts';
import type { CodePackage } from './packages/code-package.ts';

/** The version that can be changed, which every function has. */
export const LATEST = '$LATEST';

/** One version of a function: what it runs, and how. */
export interface FunctionDefinition {
  readonly functionName: string;
  /** A number as text for one that was published; `$LATEST` unless given. */
  readonly version?: string;
  /** For example `nodejs22.x`, `python3.12`, `provided.al2023`. */
  readonly runtime: string;
  readonly handler: string;
  /** Absolute path of the folder that AWS would unpack to `/var/task`. */
  readonly codeDirectory: string;
  /** The archive from which that folder was unpacked; absent for the code of a template. */
  readonly codePackage?: CodePackage;
  /** ARN of the execution role. */
  readonly role: string;
  readonly timeoutSeconds: number;
  readonly memorySizeMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly description?: string;
  readonly architectures?: readonly string[];
  /** `Active` samples every invocation; the traces themselves are kept nowhere. */
  readonly tracingMode?: 'Active' | 'PassThrough';
  /** `/aws/lambda/<function>` unless given. */
  readonly logGroupName?: string;
  /** In the order in which they were given, which is that of AWS: later ones win. */
  readonly layers?: readonly FunctionLayer[];
  /** Only of published versions, which do not change any more. */
  readonly revisionId?: string;
  /** Milliseconds since the epoch. */
  readonly lastModifiedMs?: number;
  readonly recorded?: RecordedSettings;
}

/** A layer of a function. */
export interface FunctionLayer {
  /** Of the version of the layer. */
  readonly arn: string;
  /** Absent for a layer that is not here: what it holds cannot be had. */
  readonly codePackage?: CodePackage;
  /** Absolute path of the folder that AWS would unpack to `/opt`. */
  readonly directory?: string;
}

/** Settings that are shown again as they were given, and have no effect here. */
export interface RecordedSettings {
  readonly ephemeralStorageMb?: number;
  readonly kmsKeyArn?: string;
  readonly deadLetterTargetArn?: string;
  readonly snapStartApplyOn?: string;
  readonly vpcConfig?: {
    readonly subnetIds: readonly string[];
    readonly securityGroupIds: readonly string[];
    readonly ipv6AllowedForDualStack: boolean;
  };
  readonly logFormat?: string;
  readonly applicationLogLevel?: string;
  readonly systemLogLevel?: string;
}

/** A function that is made whole: what its only version runs, and what belongs to all versions. */
export interface NewFunction extends FunctionDefinition {
  /** At most so many invocations at a time; absent: as many as the account allows. */
  readonly reservedConcurrency?: number;
  /** Qualifiers besides `$LATEST` under which the function answers. */
  readonly aliases?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** `$LATEST`, or the number under which it was published. */
export const versionOf = ({ version = LATEST }: FunctionDefinition) => version;

/**
 * The most bytes that all environment variables may take.
 * Source: AWS Lambda developer guide, "Lambda quotas".
 */
const ENVIRONMENT_BYTES = 4096;

/**
 * Names that Lambda sets itself and refuses to have changed.
 * Source: AWS Lambda developer guide, "Reserved environment variables".
 */
const RESERVED_NAMES = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/** The group that a function's output goes to. */
export function logGroupOf(definition: FunctionDefinition): string {
  return definition.logGroupName ?? `/aws/lambda/${definition.functionName}`;
}

/** Throws `InvalidParameterValueException` for environment variables that Lambda refuses. */
export function checkEnvironment(environment: Readonly<Record<string, string>>): void {
  const prefix =
    'Lambda was unable to configure your environment variables because the environment variables' +
    ' you have provided';
  const reserved = Object.keys(environment).filter((name) => RESERVED_NAMES.has(name));
  if (reserved.length > 0) {
    throw new LambdaError(
      'InvalidParameterValueException',
      `${prefix} contains reserved keys that are currently not supported for modification. ` +
        `Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const measured = JSON.stringify(environment);
  if (Buffer.byteLength(measured) > ENVIRONMENT_BYTES) {
    throw new LambdaError(
      'InvalidParameterValueException',
      `${prefix} exceeded the 4KB limit. String measured: ${measured}`,
    );
  }
}
