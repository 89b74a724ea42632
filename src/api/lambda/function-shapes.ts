import { boolean, integer, list, map, required, string, structure } from '../../wire/shape.ts';

const ARN_PREFIX =
  '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?' +
  '(\\d{12}:)?(function:)?';

/** What a function's name, `name:qualifier`, or ARN must look like. */
export const FUNCTION_NAME = {
  min: 1,
  max: 256,
  pattern: `${ARN_PREFIX}([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`,
};

/** A function's name, `name:qualifier`, or ARN, in the path of a request. */
export const functionNameInPath = required(string({ in: 'path', ...FUNCTION_NAME }));

const functionName = {
  min: 1,
  max: 140,
  pattern: `${ARN_PREFIX}([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?`,
} as const;

/** The same where a function is made. */
export const newFunctionName = required(string(functionName));

/** The same in the path of what changes a function. */
export const changedFunctionName = required(string({ in: 'path', ...functionName }));

export const qualifierInQuery = string({
  in: 'query',
  as: 'Qualifier',
  min: 1,
  max: 128,
  pattern: '\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+',
});

/** The name of an alias. */
export const aliasName = { min: 1, max: 128, pattern: '(?!^[0-9]+$)([a-zA-Z0-9-_]+)' } as const;

/** A version, where an alias is made of it. */
export const aliasedVersion = {
  min: 1,
  max: 1024,
  pattern: '(\\$LATEST(\\.PUBLISHED)?|[0-9]+)',
} as const;

export const description = string({ min: 0, max: 256 });

/** How a list is read on: where the page begins, and how long it may be. */
export const pageMembers = {
  Marker: string({ in: 'query' }),
  MaxItems: integer({ in: 'query', min: 1, max: 10_000 }),
} as const;

export const architectures = list(string({ enum: ['x86_64', 'arm64'] }), { min: 1, max: 1 });

/** The parts of LoggingConfig, in requests and in answers. */
export const loggingConfig = structure({
  LogFormat: string({ enum: ['JSON', 'Text'] }),
  ApplicationLogLevel: string({ enum: ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] }),
  SystemLogLevel: string({ enum: ['DEBUG', 'INFO', 'WARN'] }),
  LogGroup: string({ min: 1, max: 512, pattern: '[\\.\\-_/#A-Za-z0-9]+' }),
});

/** FunctionConfiguration, as far as functions have it here (Lambda API reference). */
export const functionConfiguration = structure({
  FunctionName: string(),
  FunctionArn: string(),
  Runtime: string(),
  Role: string(),
  Handler: string(),
  CodeSize: integer(),
  Description: string(),
  Timeout: integer(),
  MemorySize: integer(),
  LastModified: string(),
  CodeSha256: string(),
  Version: string(),
  VpcConfig: structure({
    SubnetIds: list(string()),
    SecurityGroupIds: list(string()),
    VpcId: string(),
    Ipv6AllowedForDualStack: boolean(),
  }),
  DeadLetterConfig: structure({ TargetArn: string() }),
  Environment: structure({ Variables: map(string()) }),
  KMSKeyArn: string(),
  TracingConfig: structure({ Mode: string() }),
  RevisionId: string(),
  Layers: list(structure({ Arn: string(), CodeSize: integer() })),
  State: string(),
  StateReason: string(),
  StateReasonCode: string(),
  LastUpdateStatus: string(),
  LastUpdateStatusReason: string(),
  LastUpdateStatusReasonCode: string(),
  PackageType: string(),
  Architectures: list(string()),
  EphemeralStorage: structure({ Size: required(integer()) }),
  SnapStart: structure({ ApplyOn: string(), OptimizationStatus: string() }),
  LoggingConfig: loggingConfig,
});

/** The name with the qualifier that was given beside it. */
export const qualifiedName = (name: string, qualifier: string | undefined) =>
  qualifier === undefined ? name : `${name}:${qualifier}`;
