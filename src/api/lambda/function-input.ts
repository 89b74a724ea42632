import type { FunctionSettings } from '../../lambda/control/settings.ts';
import type { RecordedSettings } from '../../lambda/function-definition.ts';
import { LambdaError } from '../../lambda/lambda-error.ts';
import type { CodeSource } from '../../lambda/packages/code-source.ts';
import {
  blob,
  boolean,
  type Infer,
  integer,
  list,
  map,
  required,
  string,
  structure,
} from '../../wire/shape.ts';
import { description, loggingConfig } from './function-shapes.ts';

const arnOrNone = string({ pattern: '(arn:(aws[a-zA-Z-]*)?:[a-z0-9-.]+:.*)|()' });

/** Role of a function; required where it is made. */
export const roleArn = string({
  pattern: 'arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+',
});

/**
 * The members that CreateFunction and UpdateFunctionConfiguration have in common. The most that
 * Timeout can be is Lambda's quota, which the model leaves out.
 */
export const settingsMembers = {
  Runtime: string(),
  Handler: string({ min: 0, max: 128, pattern: '[^\\s]+' }),
  Description: description,
  Timeout: integer({ min: 1, max: 900 }),
  MemorySize: integer({ min: 128, max: 32_768 }),
  VpcConfig: structure({
    SubnetIds: list(string(), { min: 0, max: 16 }),
    SecurityGroupIds: list(string(), { min: 0, max: 5 }),
    Ipv6AllowedForDualStack: boolean(),
  }),
  DeadLetterConfig: structure({ TargetArn: arnOrNone }),
  Environment: structure({
    Variables: { ...map(string()), key: string({ pattern: '[a-zA-Z]([a-zA-Z0-9_])+' }) },
  }),
  KMSKeyArn: arnOrNone,
  TracingConfig: structure({ Mode: string({ enum: ['Active', 'PassThrough'] }) }),
  Layers: list(
    string({
      min: 1,
      max: 140,
      pattern: 'arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\\d{12}:layer:[a-zA-Z0-9-_]+:[0-9]+',
    }),
  ),
  EphemeralStorage: structure({ Size: required(integer({ min: 512, max: 10_240 })) }),
  SnapStart: structure({ ApplyOn: string({ enum: ['PublishedVersions', 'None'] }) }),
  LoggingConfig: loggingConfig,
} as const;

/** The parts of a function's code, as CreateFunction, UpdateFunctionCode and layers have them. */
export const codeMembers = {
  ZipFile: blob(),
  S3Bucket: string({ min: 3, max: 63, pattern: '[0-9A-Za-z\\.\\-_]*(?<!\\.)' }),
  S3Key: string({ min: 1, max: 1024 }),
  S3ObjectVersion: string({ min: 1, max: 1024 }),
} as const;

/** What AWS has and nothing here carries out: refused when it is given. */
export const refusedSettings = {
  FileSystemConfigs: list(structure({}), { min: 0, max: 1 }),
  ImageConfig: structure({}),
  CapacityProviderConfig: structure({}),
  DurableConfig: structure({}),
} as const;

/** The same for what stands beside the code. */
export const refusedCode = { ImageUri: string(), SourceKMSKeyArn: arnOrNone } as const;

/** Versions of functions on instances of one's own, which nothing here has. */
export const publishTo = string({ enum: ['LATEST_PUBLISHED'] });

const settings = structure(settingsMembers);
const code = structure({ ...codeMembers, ...refusedCode });
type SettingsInput = Infer<typeof settings> & { readonly Role?: string | undefined };
type CodeInput = Infer<typeof code>;

/** How large an archive in a request may be. Source: AWS Lambda developer guide, "Lambda quotas". */
const ZIPPED_BYTES = 52_428_800;

const invalid = (message: string) => new LambdaError('InvalidParameterValueException', message);

/** @throws LambdaError InvalidParameterValueException for the first of them that was given */
export function refuse(input: object, refused: object): void {
  const given = input as Record<string, unknown>;
  const name = Object.keys(refused).find((each) => {
    const value = given[each];
    return value !== undefined && !(Array.isArray(value) && value.length === 0);
  });
  if (name) throw invalid(`${name} is not supported here.`);
}

/** Where the code is. @throws LambdaError InvalidParameterValueException */
export function codeSource(input: CodeInput): CodeSource {
  if (input.ImageUri !== undefined) {
    throw invalid('Container images do not run here: give a ZipFile, or an S3Bucket and S3Key.');
  }
  refuse(input, { ...refusedCode, S3ObjectVersion: true });
  const { ZipFile: zip, S3Bucket: bucket, S3Key: key } = input;
  const isTwice = zip !== undefined && (bucket !== undefined || key !== undefined);
  if (isTwice)
    throw invalid('Please do not provide other FunctionCode parameters when providing a ZipFile.');
  if (zip !== undefined) {
    if (zip.byteLength <= ZIPPED_BYTES) return { zip };
    throw invalid(
      `An archive in a request may have ${ZIPPED_BYTES} bytes; use S3 for a larger one.`,
    );
  }
  if (bucket !== undefined && key !== undefined) return { bucket, key };
  throw invalid('Please provide a source for function code.');
}

/** The settings that were given; what was not is absent. */
export function givenSettings(input: SettingsInput): Partial<FunctionSettings> {
  const all: { [Name in keyof FunctionSettings]?: FunctionSettings[Name] | undefined } = {
    runtime: input.Runtime,
    handler: input.Handler,
    role: input.Role,
    description: input.Description,
    timeoutSeconds: input.Timeout,
    memorySizeMb: input.MemorySize,
    environment: input.Environment && (input.Environment.Variables ?? {}),
    tracingMode: input.TracingConfig?.Mode as FunctionSettings['tracingMode'],
    logGroupName: input.LoggingConfig?.LogGroup,
  };
  return present(all) as Partial<FunctionSettings>;
}

/** Those of the given settings that are recorded alone. */
export function givenRecorded(input: SettingsInput): RecordedSettings {
  const { VpcConfig: vpc, LoggingConfig: logging } = input;
  return present({
    ephemeralStorageMb: input.EphemeralStorage?.Size,
    kmsKeyArn: input.KMSKeyArn,
    deadLetterTargetArn: input.DeadLetterConfig && (input.DeadLetterConfig.TargetArn ?? ''),
    snapStartApplyOn: input.SnapStart?.ApplyOn,
    vpcConfig: vpc && {
      subnetIds: vpc.SubnetIds ?? [],
      securityGroupIds: vpc.SecurityGroupIds ?? [],
      ipv6AllowedForDualStack: vpc.Ipv6AllowedForDualStack ?? false,
    },
    logFormat: logging?.LogFormat,
    applicationLogLevel: logging?.ApplicationLogLevel,
    systemLogLevel: logging?.SystemLogLevel,
  });
}

function present<T extends object>(values: T): { [Name in keyof T]?: NonNullable<T[Name]> } {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [Name in keyof T]?: NonNullable<T[Name]> };
}
