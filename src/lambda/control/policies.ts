import { ownOf } from '../../aws/own.ts';
import { LATEST } from '../function-definition.ts';
import { functionArn } from '../functions.ts';
import type { KnownFunction, Statement } from '../known-function.ts';
import { LambdaError } from '../lambda-error.ts';
import { findAlias } from './aliases.ts';
import { checkRevision, checkVersion, type Decided, type Moment } from './decision.ts';

/** What AddPermission asks for. */
export interface Permission {
  readonly statementId: string;
  readonly action: string;
  readonly principal: string;
  readonly sourceArn?: string | undefined;
  readonly sourceAccount?: string | undefined;
  readonly eventSourceToken?: string | undefined;
  readonly principalOrgId?: string | undefined;
  readonly functionUrlAuthType?: string | undefined;
  readonly invokedViaFunctionUrl?: boolean | undefined;
}

/** Which policy is meant, and in which state it should be. */
export interface PolicyPlace {
  readonly qualifier?: string | undefined;
  readonly revisionId?: string | undefined;
}

/** Conditions of a statement: what is asked for, IAM's operator, and the key that is compared. */
const CONDITIONS: readonly (readonly [keyof Permission, operator: string, key: string])[] = [
  ['sourceAccount', 'StringEquals', 'AWS:SourceAccount'],
  ['eventSourceToken', 'StringEquals', 'lambda:EventSourceToken'],
  ['principalOrgId', 'StringEquals', 'aws:PrincipalOrgID'],
  ['functionUrlAuthType', 'StringEquals', 'lambda:FunctionUrlAuthType'],
  ['invokedViaFunctionUrl', 'Bool', 'lambda:InvokedViaFunctionUrl'],
  ['sourceArn', 'ArnLike', 'AWS:SourceArn'],
];

const notFound = (message: string) => new LambdaError('ResourceNotFoundException', message);

/**
 * The statements of a policy, which are recorded: nothing here asks for permission.
 *
 * @throws LambdaError ResourceNotFoundException when there are none
 */
export function policyOf(known: KnownFunction, qualifier: string | undefined) {
  checkQualifier(known, qualifier);
  const statements = ownOf(known.policies, qualifier ?? '') ?? [];
  if (statements.length === 0) throw notFound('The resource you requested does not exist.');
  return { statements, revisionId: revisionAt(known, qualifier) };
}

/** @throws LambdaError ResourceConflictException, ResourceNotFoundException, PreconditionFailedException */
export function addPermission(
  known: KnownFunction,
  { qualifier, revisionId, ...permission }: Permission & PolicyPlace,
  moment: Moment,
): Decided<Statement> {
  checkQualifier(known, qualifier);
  checkRevision(revisionId, revisionAt(known, qualifier), 'GetPolicy');
  const { statementId } = permission;
  const statements = ownOf(known.policies, qualifier ?? '') ?? [];
  if (statements.some(({ Sid }) => Sid === statementId)) {
    throw new LambdaError(
      'ResourceConflictException',
      `The statement id (${statementId}) provided already exists. Please provide a new ` +
        'statement id, or remove the existing statement.',
    );
  }
  const answer = statementOf(known, qualifier, permission);
  return {
    known: changed(known, { qualifier, statements: [...statements, answer] }, moment),
    answer,
  };
}

/** @throws LambdaError ResourceNotFoundException, PreconditionFailedException */
export function removePermission(
  known: KnownFunction,
  { statementId, qualifier, revisionId }: PolicyPlace & { readonly statementId: string },
  moment: Moment,
): Decided<undefined> {
  checkQualifier(known, qualifier);
  const before = ownOf(known.policies, qualifier ?? '') ?? [];
  if (before.length === 0) throw notFound('No policy is associated with the given resource.');
  checkRevision(revisionId, revisionAt(known, qualifier), 'GetPolicy');
  const statements = before.filter(({ Sid }) => Sid !== statementId);
  if (statements.length === before.length) {
    throw notFound(`Statement ${statementId} is not found in resource policy.`);
  }
  return { known: changed(known, { qualifier, statements }, moment), answer: undefined };
}

function statementOf(
  { scope, functionName }: KnownFunction,
  qualifier: string | undefined,
  permission: Permission,
): Statement {
  const conditions: Record<string, Record<string, string>> = {};
  for (const [name, operator, key] of CONDITIONS) {
    const value = permission[name];
    if (value === undefined) continue;
    conditions[operator] = { ...conditions[operator], [key]: String(value) };
  }
  return {
    Sid: permission.statementId,
    Effect: 'Allow',
    Principal: principalOf(permission.principal),
    Action: permission.action,
    Resource: functionArn(scope, functionName, qualifier),
    ...(Object.keys(conditions).length > 0 && { Condition: conditions }),
  };
}

/** A service by its name, an account as its root, and everybody as everybody. */
function principalOf(principal: string): Statement['Principal'] {
  if (principal === '*') return '*';
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  return principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };
}

function checkQualifier(known: KnownFunction, qualifier: string | undefined): void {
  if (qualifier === undefined) return;
  if (qualifier === LATEST) {
    throw new LambdaError(
      'InvalidParameterValueException',
      'We currently do not support adding policies for $LATEST.',
    );
  }
  if (/^\d+$/.test(qualifier)) checkVersion(known, qualifier);
  else findAlias(known, qualifier);
}

function revisionAt(known: KnownFunction, qualifier: string | undefined): string {
  const alias = known.aliases.find(({ name }) => name === qualifier);
  const version = known.versions.find((each) => each.version === qualifier);
  return alias?.revisionId ?? version?.revisionId ?? known.revisionId;
}

function changed(
  known: KnownFunction,
  { qualifier, statements }: { qualifier: string | undefined; statements: readonly Statement[] },
  { newId }: Moment,
): KnownFunction {
  const revisionId = newId();
  const policies = { ...known.policies, [qualifier ?? '']: statements };
  const isAlias = known.aliases.some(({ name }) => name === qualifier);
  const aliases = known.aliases.map((each) =>
    each.name === qualifier ? { ...each, revisionId } : each,
  );
  return { ...known, policies, aliases, ...(!isAlias && { revisionId }) };
}
