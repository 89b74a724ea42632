import { functionArn } from '../../lambda/functions.ts';
import type { Alias, KnownFunction } from '../../lambda/known-function.ts';
import { double, type Infer, map, string, structure } from '../../wire/shape.ts';
import { aliasedVersion, description } from './function-shapes.ts';

/** Which other version an alias invokes too, and how often. */
const routingConfig = structure({
  AdditionalVersionWeights: {
    ...map(double({ min: 0, max: 1 })),
    key: string({ min: 1, max: 1024, pattern: '[0-9]+' }),
  },
});

/** What of an alias can be set, besides its name. */
export const aliasMembers = {
  FunctionVersion: string(aliasedVersion),
  Description: description,
  RoutingConfig: routingConfig,
} as const;

/** AliasConfiguration (Lambda API reference). */
export const aliasConfiguration = structure({
  AliasArn: string(),
  Name: string(),
  FunctionVersion: string(),
  Description: string(),
  RoutingConfig: routingConfig,
  RevisionId: string(),
});

/** An alias in the words of the API. */
export function describeAlias(
  { scope, functionName }: KnownFunction,
  { name, functionVersion, additionalVersion, revisionId, ...alias }: Alias,
): Infer<typeof aliasConfiguration> {
  const { version, weight } = additionalVersion ?? {};
  return {
    AliasArn: functionArn(scope, functionName, name),
    Name: name,
    FunctionVersion: functionVersion,
    Description: alias.description,
    ...(version !== undefined &&
      weight !== undefined && {
        RoutingConfig: { AdditionalVersionWeights: { [version]: weight } },
      }),
    RevisionId: revisionId,
  };
}
