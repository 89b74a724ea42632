import { LATEST } from '../function-definition.ts';
import { functionArn } from '../functions.ts';
import type { Alias, KnownFunction } from '../known-function.ts';
import { LambdaError } from '../lambda-error.ts';
import { checkRevision, checkVersion, type Decided, type Moment } from './decision.ts';

/** What CreateAlias and UpdateAlias ask for. */
export interface AliasRequest {
  readonly name: string;
  readonly functionVersion?: string | undefined;
  readonly description?: string | undefined;
  /** Weights by version; empty for none. */
  readonly additionalVersionWeights?: Readonly<Record<string, number>> | undefined;
  readonly revisionId?: string | undefined;
}

const invalid = (message: string) => new LambdaError('InvalidParameterValueException', message);

const arnOf = ({ scope, functionName }: KnownFunction, name: string) =>
  functionArn(scope, functionName, name);

/** @throws LambdaError ResourceNotFoundException */
export function findAlias(known: KnownFunction, name: string): Alias {
  const alias = known.aliases.find((each) => each.name === name);
  if (alias) return alias;
  throw new LambdaError(
    'ResourceNotFoundException',
    `Cannot find alias arn: ${arnOf(known, name)}`,
  );
}

/** @throws LambdaError ResourceConflictException, ResourceNotFoundException, InvalidParameterValueException */
export function createAlias(
  known: KnownFunction,
  { name, functionVersion = LATEST, description = '', additionalVersionWeights }: AliasRequest,
  { newId }: Moment,
): Decided<Alias> {
  checkVersion(known, functionVersion);
  if (known.aliases.some((each) => each.name === name)) {
    const message = `Alias already exists: ${arnOf(known, name)}`;
    throw new LambdaError('ResourceConflictException', message);
  }
  return withAlias(known, {
    ...{ name, functionVersion, description, revisionId: newId() },
    ...additional(known, functionVersion, additionalVersionWeights),
  });
}

/** @throws LambdaError ResourceNotFoundException, PreconditionFailedException, InvalidParameterValueException */
export function updateAlias(
  known: KnownFunction,
  request: AliasRequest,
  { newId }: Moment,
): Decided<Alias> {
  const { additionalVersion, ...before } = findAlias(known, request.name);
  checkRevision(request.revisionId, before.revisionId);
  const functionVersion = request.functionVersion ?? before.functionVersion;
  checkVersion(known, functionVersion);
  const { version, weight } = additionalVersion ?? {};
  const kept = version === undefined || weight === undefined ? undefined : { [version]: weight };
  return withAlias(known, {
    ...before,
    functionVersion,
    description: request.description ?? before.description,
    revisionId: newId(),
    ...additional(known, functionVersion, request.additionalVersionWeights ?? kept),
  });
}

/** Deletes an alias; there need not be one of that name. */
export function deleteAlias(known: KnownFunction, name: string): Decided<undefined> {
  const aliases = known.aliases.filter((each) => each.name !== name);
  const { [name]: _, ...policies } = known.policies;
  const { [name]: __, ...eventInvokeConfigs } = known.eventInvokeConfigs;
  return { known: { ...known, aliases, policies, eventInvokeConfigs }, answer: undefined };
}

function withAlias(known: KnownFunction, alias: Alias): Decided<Alias> {
  const others = known.aliases.filter(({ name }) => name !== alias.name);
  const aliases = [...others, alias].sort((one, other) => (one.name < other.name ? -1 : 1));
  return { known: { ...known, aliases }, answer: alias };
}

/** The other version of an alias, in AWS's words where it cannot have one. */
function additional(
  known: KnownFunction,
  functionVersion: string,
  weights: Readonly<Record<string, number>> = {},
): Pick<Alias, 'additionalVersion'> {
  const [first, ...others] = Object.entries(weights);
  if (!first) return {};
  const [version, weight] = first;
  if (others.length > 0) {
    throw invalid('Number of items in AdditionalVersionWeights cannot be greater than 1');
  }
  if (version === functionVersion) {
    throw invalid(
      `Invalid function version ${version}. Function version ${version} is already included in ` +
        'routing configuration.',
    );
  }
  if (functionVersion === LATEST) {
    throw invalid('$LATEST is not supported for an alias pointing to more than 1 version');
  }
  checkVersion(known, version);
  return { additionalVersion: { version, weight } };
}
