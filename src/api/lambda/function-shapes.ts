import type { Scope } from '../../aws/scope.ts';
import {
  type FunctionDefinition,
  logGroupOf,
  versionOf,
} from '../../lambda/function-definition.ts';
import { functionArn } from '../../lambda/functions.ts';
import { type Infer, integer, list, map, required, string, structure } from '../../wire/shape.ts';

/** What a function's name, `name:qualifier`, or ARN must look like. */
export const FUNCTION_NAME = {
  min: 1,
  max: 256,
  pattern:
    '(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?' +
    '(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?',
};

/** A function's name, `name:qualifier`, or ARN, in the path of a request. */
export const functionNameInPath = required(string({ in: 'path', ...FUNCTION_NAME }));

export const qualifierInQuery = string({
  in: 'query',
  as: 'Qualifier',
  min: 1,
  max: 128,
  pattern: '\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+',
});

/** What GetFunction, GetFunctionConfiguration and ListFunctions tell of a function. */
export const functionConfiguration = structure({
  FunctionName: string(),
  FunctionArn: string(),
  Runtime: string(),
  Role: string(),
  Handler: string(),
  Description: string(),
  Timeout: integer(),
  MemorySize: integer(),
  LastModified: string(),
  Version: string(),
  Environment: structure({ Variables: map(string()) }),
  TracingConfig: structure({ Mode: string() }),
  State: string(),
  LastUpdateStatus: string(),
  PackageType: string(),
  Architectures: list(string()),
  LoggingConfig: structure({ LogFormat: string(), LogGroup: string() }),
});

/** `2026-01-31T12:00:00.000+0000`, which is how Lambda writes a time. */
const lambdaTime = (timeMs: number) => new Date(timeMs).toISOString().replace('Z', '+0000');

/** A function in the words of the API. There is no code archive, so nothing is said of its size. */
export function describeFunction(
  scope: Scope,
  definition: FunctionDefinition,
  qualifier?: string,
): Infer<typeof functionConfiguration> {
  const { environment } = definition;
  return {
    FunctionName: definition.functionName,
    FunctionArn: functionArn(scope, definition.functionName, qualifier),
    Runtime: definition.runtime,
    Role: definition.role,
    Handler: definition.handler,
    Description: definition.description ?? '',
    Timeout: definition.timeoutSeconds,
    MemorySize: definition.memorySizeMb,
    LastModified: lambdaTime(definition.lastModifiedMs ?? 0),
    Version: versionOf(definition),
    ...(Object.keys(environment).length > 0 && { Environment: { Variables: { ...environment } } }),
    TracingConfig: { Mode: definition.tracingMode ?? 'PassThrough' },
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: [...(definition.architectures ?? ['x86_64'])],
    LoggingConfig: { LogFormat: 'Text', LogGroup: logGroupOf(definition) },
  };
}

/** The name with the qualifier that was given beside it. */
export const qualifiedName = (name: string, qualifier: string | undefined) =>
  qualifier === undefined ? name : `${name}:${qualifier}`;
