import { codeSha256Of } from '../../lambda/control/versions.ts';
import {
  type FunctionDefinition,
  logGroupOf,
  versionOf,
} from '../../lambda/function-definition.ts';
import { functionArn } from '../../lambda/functions.ts';
import { type KnownFunction, revisionOf } from '../../lambda/known-function.ts';
import type { Infer } from '../../wire/shape.ts';
import type { functionConfiguration } from './function-shapes.ts';

type Shown = Infer<typeof functionConfiguration>;

/** What a function has of the storage that nobody sets (Lambda API reference). */
const EPHEMERAL_STORAGE_MB = 512;

/** `2026-01-31T12:00:00.000+0000`, which is how Lambda writes a time. */
export const lambdaTime = (timeMs: number) => new Date(timeMs).toISOString().replace('Z', '+0000');

/** The states of a function that is just being made, as AWS answers (recorded). */
const CREATING = {
  State: 'Pending',
  StateReason: 'The function is being created.',
  StateReasonCode: 'Creating',
  LastUpdateStatus: undefined,
} as const;

/** The states of a function that is just being changed, as AWS answers (recorded). */
const UPDATING = {
  LastUpdateStatus: 'InProgress',
  LastUpdateStatusReason: 'The function is being created.',
  LastUpdateStatusReasonCode: 'Creating',
} as const;

/** A version of a function in the words of the API, with the qualifier by which it was named. */
export function describeFunction(
  known: KnownFunction,
  definition: FunctionDefinition,
  qualifier?: string,
): Shown {
  const { environment, tracingMode, architectures = ['x86_64'], layers = [] } = definition;
  return {
    FunctionName: definition.functionName,
    FunctionArn: functionArn(known.scope, definition.functionName, qualifier),
    Runtime: definition.runtime,
    Role: definition.role,
    Handler: definition.handler,
    CodeSize: definition.codePackage?.size,
    Description: definition.description ?? '',
    Timeout: definition.timeoutSeconds,
    MemorySize: definition.memorySizeMb,
    LastModified: lambdaTime(definition.lastModifiedMs ?? 0),
    CodeSha256: codeSha256Of(definition),
    Version: versionOf(definition),
    ...(Object.keys(environment).length > 0 && { Environment: { Variables: { ...environment } } }),
    TracingConfig: { Mode: tracingMode ?? 'PassThrough' },
    RevisionId: revisionOf(known, definition),
    ...(layers.length > 0 && {
      Layers: layers.map(({ arn, codePackage }) => ({ Arn: arn, CodeSize: codePackage?.size })),
    }),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [...architectures],
    ...describeRecorded(definition),
  };
}

/** The same as the request answers that has just made the function; later ones find it Active. */
export const describeCreated = (...of: Parameters<typeof describeFunction>): Shown => ({
  ...describeFunction(...of),
  ...CREATING,
});

/** The same as the request answers that has just changed the function; it holds already. */
export const describeUpdated = (...of: Parameters<typeof describeFunction>): Shown => ({
  ...describeFunction(...of),
  ...UPDATING,
});

/** The same as lists show it: without states (ListFunctions API reference). */
export function describeListed(...of: Parameters<typeof describeFunction>): Shown {
  const { State, LastUpdateStatus, ...listed } = describeFunction(...of);
  return listed;
}

function describeRecorded(definition: FunctionDefinition): Partial<Shown> {
  const { recorded = {} } = definition;
  const { vpcConfig, deadLetterTargetArn, kmsKeyArn, ephemeralStorageMb } = recorded;
  return {
    VpcConfig: vpcConfig && {
      SubnetIds: [...vpcConfig.subnetIds],
      SecurityGroupIds: [...vpcConfig.securityGroupIds],
      VpcId: '',
      Ipv6AllowedForDualStack: vpcConfig.ipv6AllowedForDualStack,
    },
    DeadLetterConfig: deadLetterTargetArn ? { TargetArn: deadLetterTargetArn } : undefined,
    KMSKeyArn: kmsKeyArn || undefined,
    EphemeralStorage: { Size: ephemeralStorageMb ?? EPHEMERAL_STORAGE_MB },
    SnapStart: { ApplyOn: recorded.snapStartApplyOn ?? 'None', OptimizationStatus: 'Off' },
    LoggingConfig: {
      LogFormat: recorded.logFormat ?? 'Text',
      ApplicationLogLevel: recorded.applicationLogLevel,
      SystemLogLevel: recorded.systemLogLevel,
      LogGroup: logGroupOf(definition),
    },
  };
}
